"""Names of others become keys of ours: short ASCII words, each once."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def natural_key(name: str) -> str:
    """The key a name makes by itself; empty where it makes none.

    >>> natural_key("Q1"), natural_key("_2025"), natural_key("满意")
    ('q1', '2025', '')
    """
    key = unicodedata.normalize("NFKC", name).strip().lower().lstrip("_")
    return key if _KEY.fullmatch(key) else ""


def assign_keys(names: Sequence[str], letter: str, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """A key for each name, the natural one where it is free, else one told by its place.

    >>> assign_keys(("Q1", "路灯", "q1"), "q")
    ('q1', 'q2', 'q3')
    """
    used, keys = set(taken), [""] * len(names)
    for at, name in enumerate(names):
        key = natural_key(name)
        if key and key not in used:
            keys[at] = key
            used.add(key)
    for at, key in enumerate(keys):
        if not key:
            keys[at] = _free(f"{letter}{at + 1}", used)
            used.add(keys[at])
    return tuple(keys)


def _free(wanted: str, used: set[str]) -> str:
    number, key = 1, wanted
    while key in used:
        number += 1
        key = f"{wanted}-{number}"
    return key
