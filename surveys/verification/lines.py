"""Bytes of a published file become typed lines, one after the other, each proven canonical."""

from collections.abc import Iterator
from typing import TypeVar

from surveys import canonical
from surveys.refusals import Refusal
from surveys.values import Value
from surveys.verification.report import Notebook

T = TypeVar("T", bound=Value)


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    r"""Lines with their numbers, newline kept, without copying the file.

    >>> list(lines(b"a\n\nb"))
    [(1, b'a\n'), (2, b'\n'), (3, b'b')]
    """
    start, number = 0, 1
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield number, data[start:end]
        start, number = end, number + 1


def whole(file: str, data: bytes, kind: type[T], notes: Notebook) -> T | None:
    """A file that is one value, without a newline."""
    check = file.partition(".")[0] + ".canonical"
    value = _value(data, kind, notes, check=check, file=file, line=1)
    notes.made(check, file=file, bytes=len(data))
    return value


def each(file: str, data: bytes, kind: type[T], notes: Notebook) -> Iterator[tuple[int, bytes, T]]:
    """Number, bytes without the newline, and value of every line that can be read."""
    check, number = file.partition(".")[0] + ".canonical", 0
    for number, line in lines(data):
        body = line.removesuffix(b"\n")
        if body == line:
            notes.differs(check, file=file, line=number, detail="no newline")
        value = _value(body, kind, notes, check=check, file=file, line=number)
        if value is not None:
            yield number, body, value
    notes.made(check, file=file, lines=number)


def _value(data: bytes, kind: type[T], notes: Notebook, **where: object) -> T | None:
    check = str(where.pop("check"))
    try:
        value = canonical.decode(data, kind)
    except Refusal as refusal:
        notes.differs(check, **where, detail=refusal.data["detail"])
        return None
    if not canonical.is_canonical(data):
        notes.differs(check, **where, detail="not canonical")
    return value
