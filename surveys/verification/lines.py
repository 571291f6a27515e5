"""Bytes of a published file become typed lines, one after the other, each proven canonical."""

from collections.abc import Iterator
from typing import TypeVar

from surveys import canonical
from surveys.refusals import Refusal
from surveys.values import Value
from surveys.verification.report import Notebook

T = TypeVar("T", bound=Value)


def whole(file: str, data: bytes, kind: type[T], notes: Notebook) -> T | None:
    """A file that is one value, without a newline."""
    check = file.partition(".")[0] + ".canonical"
    value, fault = _read(data, kind)
    if fault:
        notes.differs(check, file=file, line=1, detail=fault)
    notes.made(check, file=file, bytes=len(data))
    return value


def each(file: str, data: bytes, kind: type[T], notes: Notebook) -> Iterator[tuple[int, bytes, T]]:
    """Number, bytes without the newline, and value of every line that can be read.

    Lines are cut off one by one: beside the file itself nothing of it is kept.
    """
    check = file.partition(".")[0] + ".canonical"
    start = number = 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        if end < 0:
            notes.differs(check, file=file, line=number, detail="no newline")
            end = len(data)
        body = data[start:end]
        value, fault = _read(body, kind)
        if fault:
            notes.differs(check, file=file, line=number, detail=fault)
        if value is not None:
            yield number, body, value
        start = end + 1
    notes.made(check, file=file, lines=number)


def _read(data: bytes, kind: type[T]) -> tuple[T | None, object]:
    """The value, if it can be read, and what is wrong with it."""
    try:
        value = canonical.decode(data, kind)
    except Refusal as refusal:
        return None, refusal.data["detail"]
    # What is written again in the very same bytes was canonical: nothing is read twice. Only where
    # a field was left out at its default do the bytes have to speak for themselves.
    if canonical.encode(value) == data or canonical.is_canonical(data):
        return value, ""
    return value, "not canonical"
