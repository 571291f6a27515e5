"""What a word leaves on a disk: every file of a home searched for every way it may be spelt."""

import base64
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, quote_plus


def spellings(word: str) -> set[bytes]:
    """Plain, as JSON or a form escapes it, hexadecimal, base 64 at each of its three offsets."""
    data = word.encode()
    quoted = {quote(word), quote(word, safe=""), quote_plus(word)}
    escaped = word.encode("unicode_escape")
    return {
        data,
        *(spelt.encode() for spelt in quoted | {spelt.lower() for spelt in quoted}),
        escaped,
        escaped.replace(b'"', b'\\"'),
        data.replace(b'"', b'\\"'),
        data.hex().encode(),
        data.hex().upper().encode(),
        *_in_base64(data),
    }


def _in_base64(data: bytes) -> set[bytes]:
    """The part of a word that is spelt alike whatever stands around it, if it is long enough."""
    whole = (base64.b64encode(data[at : at + (len(data) - at) // 3 * 3]) for at in range(3))
    return {spelt for spelt in whole if len(spelt) >= 8}  # four letters stand anywhere by chance


def kinds_holding(needles: Iterable[bytes], home: Path) -> set[str]:
    """Kinds of file under a home that hold one of these bytes: heap, wal, log, said, other."""
    wanted = tuple(needles)
    return {
        kind_of(path.relative_to(home))
        for folder, _, names in os.walk(home)
        for path in (Path(folder, name) for name in names)
        if path.is_file() and _holds(_read(path), wanted)
    }


def _read(path: Path) -> bytes:
    """Empty where the database took the file away in between."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _holds(data: bytes, needles: tuple[bytes, ...]) -> bool:
    return any(needle in data for needle in needles)


def kind_of(path: Path) -> str:
    """What a file of a home is to a searcher.

    >>> kind_of(Path("cluster/data/pg_wal/000000010000000000000001")), kind_of(Path("said.log"))
    ('wal', 'said')
    """
    kinds = {"pg_wal": "wal", "base": "heap", "logs": "log", "said.log": "said"}
    return next((kinds[part] for part in path.parts if part in kinds), str(path))
