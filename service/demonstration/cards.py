"""A printed sheet of cards is read the way a voter reads it: from the paper, not from memory."""

import io
import re
from typing import Final

from pypdf import PdfReader

from surveys.values import Value

_CARD: Final = re.compile(
    r"/v/[0-9a-z]+(?:/(?P<unit>[0-9a-z_.-]+))?输入票卡号.*?(?P<code>(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})"
)


class Card(Value, frozen=True):
    """One card: the code and, where slips are by department, the unit."""

    code: str
    unit: str


def read_cards(sheet: bytes) -> list[Card]:
    """Every card of a PDF, in the order printed, which was drawn by lot."""
    pages = PdfReader(io.BytesIO(sheet)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    return [Card(code=found["code"], unit=found["unit"] or "") for found in _CARD.finditer(text)]
