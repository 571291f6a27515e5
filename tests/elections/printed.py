"""What was printed, read off the paper: cards, personal codes, serials, roots and fingerprints."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PdfReader

_CODE = r"((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})"
_CARD = re.compile(rf"^(?P<pile>.*)\n(?:.*\n)*?票卡号 {_CODE}", re.MULTILINE)
_PERSONAL = re.compile(rf"^(.+) 本人使用\n(?:.*\n)*?绑定码 {_CODE}", re.MULTILINE)
_SERIAL = re.compile(r"票号 ([0-9A-Z]{4}-[0-9A-Z]{4})(?:\n(\S{2,8})$)?", re.MULTILINE)
_WORD = re.compile(r"\b(\d{1,2})\s+([a-z]{4,8})\b")


class Card(NamedTuple):
    """A drawn slip, and the pile it lay in."""

    code: str
    pile: str


def read_cards(sheet: bytes, congress: str) -> list[Card]:
    """Cards begin with the name of the congress and, where there are several, their pile's."""
    return [
        Card(found[2], found["pile"].strip())
        for page in _pages(sheet)
        for piece in page.split(congress)[1:]
        for found in (_CARD.match(piece),)
        if found
    ]


def read_personal_codes(sheet: bytes) -> dict[str, str]:
    """Name → code."""
    return {found[1]: found[2] for page in _pages(sheet) for found in _PERSONAL.finditer(page)}


def read_serials(sheet: bytes) -> list[Card]:
    """Serials of paper ballots, each with its pile where it says one."""
    return [
        Card(found[1], found[2] or "") for page in _pages(sheet) for found in _SERIAL.finditer(page)
    ]


def read_share(sheet: bytes) -> str:
    """The words of a share, which stand numbered in columns."""
    words = {int(at): word for page in _pages(sheet) for at, word in _WORD.findall(page)}
    assert sorted(words) == list(range(1, len(words) + 1)), words
    return " ".join(words[at] for at in sorted(words))


def read_fingerprint(sheet: bytes, label: str) -> str:
    """64 digits after a label, however they are grouped."""
    text = "".join("".join(_pages(sheet)).split())
    found = re.search(rf"{label}[^0-9a-f]*([0-9a-f]{{64}})", text)
    assert found, (label, text)
    return found[1]


def _pages(sheet: bytes) -> Iterator[str]:
    return (page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages)
