"""`sql/queries/*.sql` become typed statements.

A file holds blocks: a line `-- name: verb_noun`, one sentence of comment, one statement ending in
`;`. Each block is bound once, by the only module that may call it, to the Struct its rows become.
A row made of a record trusts the order of columns; tests/sql prepares every statement on a migrated
database and compares names and types with the Struct, which is what makes the trust safe.
"""

import functools
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast

import msgspec

from service.database.columns import maker
from service.database.driver import Connection
from service.settings import CHECKOUT
from surveys.refusals import Refusal
from surveys.values import Value

QUERIES: Final = CHECKOUT / "sql" / "queries"
_HEAD: Final = re.compile(r"^-- name: ([a-z]+(?:_[a-z0-9]+)+)$", re.MULTILINE)
_BODY: Final = re.compile(r"\s*((?:-- [^\n]+\n)+)(.+);\s*", re.DOTALL)

Row = TypeVar("Row", bound=msgspec.Struct)
T = TypeVar("T")


class Statement(Value, frozen=True):
    """One statement: where it stands, its sentence, its text."""

    file: str
    name: str
    sentence: str
    text: str


class Binding(msgspec.Struct, frozen=True):
    """A statement bound in Python: to a row type, a value type, or (None) to a count of rows."""

    statement: Statement
    result: Any
    scalar: bool = False


BINDINGS: Final[dict[tuple[str, str], Binding]] = {}
"""Every binding of the program, filled as modules load. Binding one twice is an error."""


class Query(msgspec.Struct, Generic[Row], frozen=True):
    """A statement whose records become rows."""

    statement: Statement
    make: Callable[..., Row]

    async def all(self, connection: Connection, *args: object) -> list[Row]:
        """Every row."""
        records = await _fetch(connection, self.statement, args)
        return list(itertools.starmap(self.make, records))

    async def maybe(self, connection: Connection, *args: object) -> Row | None:
        """The row, or None; two rows are a mistake in the statement."""
        rows = await self.all(connection, *args)
        if len(rows) > 1:
            raise LookupError(f"{self.statement.name} found {len(rows)} rows")
        return rows[0] if rows else None

    async def one(self, connection: Connection, *args: object) -> Row:
        """The row, which must be there."""
        return _present(await self.maybe(connection, *args), self.statement)

    async def find(self, connection: Connection, *args: object) -> Row:
        """The row somebody asked for by its address; without it there is no such page."""
        found = await self.maybe(connection, *args)
        if found is None:
            raise Refusal("request.unknown_page")
        return found


class Scalar(msgspec.Struct, Generic[T], frozen=True):
    """A statement of one column and at most one row."""

    statement: Statement
    kind: type[T]

    async def maybe(self, connection: Connection, *args: object) -> T | None:
        """The value, or None where there is no row (or it is null)."""
        records = await _fetch(connection, self.statement, args)
        if len(records) > 1:
            raise LookupError(f"{self.statement.name} found {len(records)} rows")
        return cast("T | None", records[0][0]) if records else None

    async def get(self, connection: Connection, *args: object) -> T:
        """The value, which must be there."""
        return _present(await self.maybe(connection, *args), self.statement)


class Command(msgspec.Struct, frozen=True):
    """A statement that returns no rows."""

    statement: Statement

    async def run(self, connection: Connection, *args: object) -> int:
        """Run it; how many rows it touched."""
        status = await connection.execute(self.statement.text, *args)
        return int(status.split()[-1]) if status[-1].isdigit() else 0


def query(file: str, name: str, row: type[Row]) -> Query[Row]:
    """Bind a statement of rows."""
    return Query(_bind(file, name, row), maker(row))


def scalar(file: str, name: str, kind: type[T]) -> Scalar[T]:
    """Bind a statement of one value."""
    return Scalar(_bind(file, name, kind, scalar=True), kind)


def command(file: str, name: str) -> Command:
    """Bind a statement without rows."""
    return Command(_bind(file, name, None))


def _bind(file: str, name: str, result: object, *, scalar: bool = False) -> Statement:
    if (file, name) in BINDINGS:
        raise LookupError(f"{file}.sql {name} is bound twice")
    statement = read_file(file)[name]
    BINDINGS[file, name] = Binding(statement, result, scalar)
    return statement


@functools.cache
def read_file(file: str, folder: Path = QUERIES) -> dict[str, Statement]:
    """Every statement of one file."""
    text = (folder / f"{file}.sql").read_text("utf-8")
    _, *parts = _HEAD.split(text)
    statements = [read_block(file, *pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    if len({one.name for one in statements}) < len(statements):
        raise ValueError(f"{file}.sql names a statement twice")
    return {one.name: one for one in statements}


def read_block(file: str, name: str, block: str) -> Statement:
    r"""A name and what follows it.

    >>> read_block("a", "count_towns", "-- How many.\nselect count(*) from registrar.town;").text
    'select count(*) from registrar.town'
    """
    found = _BODY.fullmatch(block)
    if found is None:
        raise ValueError(f"{file}.sql {name}: a sentence, then one statement ending in ;")
    sentence = " ".join(line.removeprefix("-- ") for line in found[1].splitlines())
    return Statement(file, name, sentence, found[2].strip())


async def _fetch(
    connection: Connection, statement: Statement, args: tuple[object, ...]
) -> list[tuple[Any, ...]]:
    return await connection.fetch(statement.text, *args)


def _present(found: T | None, statement: Statement) -> T:
    if found is None:
        raise LookupError(f"{statement.name} found nothing")
    return found
