"""The loader of statements, and what the three kinds of binding do with rows."""

from pathlib import Path

import pytest

from service.database import Pool
from service.database.columns import Stored, maker
from service.database.statements import (
    Command,
    Query,
    Scalar,
    Statement,
    command,
    read_block,
    read_file,
)
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value


class Pair(Value, frozen=True):
    number: int
    word: str


def _statement(text: str) -> Statement:
    return Statement("test", "try_it", "Only here.", text)


class Vote(Value, frozen=True):
    stage: Stage
    words: Stored[tuple[str, ...]]
    pair: Stored[Pair]


PAIRS = Query(_statement("select n, 'w' || n from generate_series(1, $1::int) n"), Pair)
VOTES = Query(
    _statement(
        "select * from (values ('open', '[\"满意\"]', 'broken'::bytea), ('void', null, null)) as v"
    ),
    maker(Vote),
)
NUMBER = Scalar(_statement("select n from generate_series(1, $1::int) n"), int)


async def test_rows_become_structs(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        assert await PAIRS.all(conn, 2) == [Pair(1, "w1"), Pair(2, "w2")]
        assert await PAIRS.one(conn, 1) == Pair(1, "w1")
        assert await PAIRS.maybe(conn, 0) is None
        assert await NUMBER.get(conn, 1) == 1
        assert await NUMBER.maybe(conn, 0) is None


async def test_a_column_holds_a_stage_or_a_value_that_waits_to_be_read(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        first, second = await VOTES.all(conn)
    assert (first.stage, first.words.read(), first.pair.data) == (Stage.OPEN, ("满意",), b"broken")
    with pytest.raises(Refusal):
        first.pair.read()
    assert (second.stage, second.words.maybe(), bool(second.words)) == (Stage.VOID, None, False)


async def test_one_row_is_neither_none_nor_two(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        for ask in (PAIRS.one, NUMBER.get):
            for rows in (0, 2):
                with pytest.raises(LookupError, match="try_it"):
                    await ask(conn, rows)
        with pytest.raises(LookupError, match="found 2 rows"):
            await PAIRS.maybe(conn, 2)


async def test_a_command_says_how_many_rows_it_touched(owner_pool: Pool) -> None:
    insert = Command(
        _statement(
            "insert into registrar.transition"
            " select 'x', n::text from generate_series(1, $1::int) n"
        )
    )
    remove = Command(_statement("delete from registrar.transition where here = $1"))
    async with owner_pool.acquire() as conn:
        assert await insert.run(conn, 3) == 3
        assert await remove.run(conn, "x") == 3
        assert await remove.run(conn, "x") == 0


def test_a_file_is_read_block_by_block(tmp_path: Path) -> None:
    (tmp_path / "towns.sql").write_text(
        "-- name: count_towns\n-- How many towns\n-- there are.\nselect count(*) from town;\n\n"
        "-- name: find_town\n-- One town.\nselect name -- 名称\nfrom town where town_id = $1;\n"
    )
    statements = read_file("towns", tmp_path)
    assert list(statements) == ["count_towns", "find_town"]
    assert statements["count_towns"].sentence == "How many towns there are."
    assert statements["find_town"].text == "select name -- 名称\nfrom town where town_id = $1"


@pytest.mark.parametrize(
    "block", ["\nselect 1;\n", "\n-- A sentence, but no end.\nselect 1\n", "\n-- Only words.\n"]
)
def test_a_block_without_its_sentence_or_its_end_is_refused(block: str) -> None:
    with pytest.raises(ValueError, match="one statement"):
        read_block("towns", "find_town", block)


def test_a_name_used_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "towns.sql").write_text("-- name: find_town\n-- One.\nselect 1;\n" * 2)
    with pytest.raises(ValueError, match="twice"):
        read_file("towns", tmp_path)


def test_a_statement_is_bound_in_one_place_only() -> None:
    from service.database import chronicle

    assert chronicle.write_entry.statement.name == "write_entry"
    with pytest.raises(LookupError, match="bound twice"):
        command("chronicle", "write_entry")
