"""A PDF somebody was given becomes the published files inside it, and never more than fit."""

import io
from typing import Final

from pypdf import PdfReader

from surveys.publication import FILES
from surveys.refusals import Refusal
from surveys.values import Value

MOST_BYTES: Final = 128 * 1024 * 1024
"""Of all files together; the box of a hundred thousand ballots is smaller."""


class Attached(Value, frozen=True):
    """One file, by the name under which it was published."""

    name: str
    data: bytes


def read_attachments(content: bytes) -> tuple[Attached, ...]:
    """The published files inside, in the order of the report; one name may come twice."""
    found: list[Attached] = []
    room = MOST_BYTES
    for each in PdfReader(io.BytesIO(content)).attachment_list:
        names = {each.name, each.alternative_name}
        for name in filter(names.__contains__, FILES):
            found.append(Attached(name, each.content))
            room -= len(found[-1].data)
            if room < 0:
                raise Refusal("file.swollen")
    return tuple(found)
