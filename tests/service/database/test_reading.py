"""Looking with others: one statement for all, everybody's own rows, and nothing read too early."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import msgspec
import pytest

from service.database.cluster import Server
from service.database.reading import Reading, open_reading
from service.database.statements import Query, Statement
from service.settings import Settings
from surveys.refusals import Refusal


class Doubled(msgspec.Struct, frozen=True):
    number: int
    place: int


class Moment(msgspec.Struct, frozen=True):
    at: object


DOUBLE = Query(
    Statement(
        "a", "double", "Each number twice.",
        "select o.n * 2, o.place::integer"
        " from unnest($1::integer[]) with ordinality as o (n, place)"
        " cross join generate_series(1, o.n) order by o.place",
    ),
    Doubled,
)  # fmt: skip
WHEN = Query(
    Statement(
        "a", "tell_when", "When it was read.", "select clock_timestamp() from pg_sleep(0.05)"
    ),
    Moment,
)
BROKEN = Query(Statement("a", "break", "Nothing.", "select 1 / ($1::integer - 1)"), Moment)


@pytest.fixture
async def reading(settings: Settings, database: Server) -> AsyncIterator[Reading]:
    async with open_reading(settings, database) as one:
        yield one


class Asked:
    """Statements that were sent to the database."""

    def __init__(self) -> None:
        self.times: int = 0
        self.begun: asyncio.Event = asyncio.Event()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    one = Asked()
    fetch = cast("Any", asyncpg).Connection.fetch

    async def heard(connection: object, statement: str, *rest: object) -> object:
        one.times += 1
        one.begun.set()
        return await fetch(connection, statement, *rest)

    monkeypatch.setattr(asyncpg.Connection, "fetch", heard)
    return one


async def test_everybody_is_told_their_own_rows_by_few_statements(
    reading: Reading, asked: Asked
) -> None:
    """A number n gets n rows, so that whose rows they are shows."""
    found = await asyncio.gather(*(reading.each(DOUBLE, n % 4, busy="x") for n in range(40)))
    assert [[row.number for row in rows] for rows in found] == [
        [n % 4 * 2] * (n % 4) for n in range(40)
    ]
    assert asked.times <= 2


async def test_whoever_asks_while_a_statement_runs_waits_for_the_next(
    reading: Reading, asked: Asked
) -> None:
    first = asyncio.create_task(reading.all(WHEN, busy="x"))
    await asked.begun.wait()
    late = await asyncio.gather(*(reading.all(WHEN, busy="x") for _ in range(5)))
    assert asked.times == 2
    assert {rows[0] for rows in late} == {late[0][0]}
    assert late[0] != await first


async def test_what_the_database_will_not_answer_is_refused_and_the_others_are_told(
    reading: Reading,
) -> None:
    broken, well = await asyncio.gather(
        reading.all(BROKEN, 1, busy="request.unavailable"),
        reading.each(DOUBLE, 3, busy="x"),
        return_exceptions=True,
    )
    assert isinstance(broken, Refusal)
    assert broken.code == "request.unavailable"
    assert well == [Doubled(6, 1)] * 3
