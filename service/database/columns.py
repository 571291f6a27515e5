"""Columns that hold more than PostgreSQL can say: one word of a few, a value of the river.

The type of a row's field says which it is. A row of plain columns is made as if this were not here.
"""

import enum
import functools
from collections.abc import Callable
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec

from surveys.canonical import decode
from surveys.values import Value

Row = TypeVar("Row", bound=msgspec.Struct)
T = TypeVar("T")


class Stored(Value, Generic[T], frozen=True):
    """A value of the river as its column keeps it; null is no bytes, and false.

    It is read by whoever needs it: a page that shows a title does not pay for the roll.

    >>> Stored(b'["a","b"]', tuple[str, ...]).read(), bool(Stored(b"", str))
    (('a', 'b'), False)
    """

    data: bytes
    kind: type[T]

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.data)

    def read(self) -> T:
        """The value, which must be there."""
        return decode(self.data, self.kind)

    def maybe(self) -> T | None:
        """The value, or None where the column is null."""
        return self.read() if self.data else None


def maker(row: type[Row]) -> Callable[..., Row]:
    """What makes a row of its columns: the type itself where all of them are plain."""
    fields = enumerate(msgspec.structs.fields(row))
    typed = [(place, made) for place, field in fields if (made := _making(field.type))]
    if not typed:
        return row

    def make(*columns: object) -> Row:
        values = list(columns)
        for place, made in typed:
            values[place] = made(values[place])
        return row(*values)

    return make


def _making(kind: Any) -> Callable[[Any], object] | None:  # noqa: ANN401 -- any annotation
    """What a plain column of this type still has to go through."""
    if get_origin(kind) is Stored:
        return functools.partial(_store, kind=get_args(kind)[0])
    return kind if isinstance(kind, enum.EnumType) else None


def _store(column: bytes | str | None, kind: type[T]) -> Stored[T]:
    return Stored(column.encode() if isinstance(column, str) else column or b"", kind)
