"""Manifest and result are read, and tied to the fingerprint printed on the notice."""

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Final

from surveys.manifest import PROTOCOL, Manifest
from surveys.publication import BOX, FILES, MANIFEST, RESULT
from surveys.tally.results import Result
from surveys.verification import lines
from surveys.verification.report import Notebook

_SHORTEST: Final = 16
"""Fewest hexadecimal digits that still count as a printed fingerprint: 64 bits."""


def read(
    files: Mapping[str, bytes], printed: str, notes: Notebook
) -> tuple[Manifest, Result] | None:
    """Both papers, checked against each other; None where one cannot be read."""
    missing = [file for file in FILES if file not in files]
    for file in missing:
        notes.differs("files.present", file=file)
    notes.made("files.present", files=FILES)
    if missing:
        return None
    _check_printed(files[RESULT], printed, notes)
    manifest = lines.whole(MANIFEST, files[MANIFEST], Manifest, notes)
    result = lines.whole(RESULT, files[RESULT], Result, notes)
    if manifest is None or result is None:
        return None
    _check_names(files, manifest, result, notes)
    return manifest, result


def _check_printed(result: bytes, printed: str, notes: Notebook) -> None:
    """The whole fingerprint, or its beginning: how many digits were compared is told."""
    ours = hashlib.sha256(result).hexdigest()
    digits = "".join(unicodedata.normalize("NFKC", printed).split()).lower()
    if not (len(digits) >= _SHORTEST and ours.startswith(digits)):
        notes.differs("fingerprint.printed", printed=printed.strip(), computed=ours)
    notes.made("fingerprint.printed", digits=len(digits), of=len(ours))


def _check_names(
    files: Mapping[str, bytes], manifest: Manifest, result: Result, notes: Notebook
) -> None:
    """The result names exactly these files, this survey, and a protocol known here."""
    for file, protocol in ((MANIFEST, manifest.protocol), (RESULT, result.protocol)):
        notes.compare("manifest.protocol", file=file, published=protocol, recounted=PROTOCOL)
    notes.made("manifest.protocol", protocol=PROTOCOL)
    count = result.count
    notes.compare("manifest.survey", published=count.survey, recounted=manifest.survey)
    notes.made("manifest.survey", survey=manifest.survey)
    for check, file, published in (
        ("manifest.fingerprint", MANIFEST, count.manifest),
        ("box.fingerprint", BOX, count.box),
    ):
        ours = hashlib.sha256(files[file]).hexdigest()
        notes.compare(check, published=published, recounted=ours)
        notes.made(check, fingerprint=ours)
