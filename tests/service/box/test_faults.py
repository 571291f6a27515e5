"""A database of our own, to kill, to starve of its standby, and to search byte by byte."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import msgspec
import pytest

from service.box.casting import Casting, cast, open_casting
from service.box.gate import GateState
from service.box.opening import open_box
from service.database import Pool, Role, open_pool
from service.database.binaries import find_binaries
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.settings import Settings
from surveys.ballots.receipt import Receipt
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal
from tests.boxes import Made, a_box, answers, turn
from tests.builders import a_form, some_marks
from tests.journeys.traces import kinds_holding, spellings

PATIENCE = 300
"""Seconds for a recovery on a machine that has much else to do."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
async def cluster(home: Settings) -> AsyncIterator[Server]:
    with running_cluster(home) as running:
        await prepare(home, running)
        yield running


@pytest.fixture
async def box(home: Settings, cluster: Server) -> AsyncIterator[Pool]:
    pool = await open_pool(home, cluster, Role.BOX)
    yield pool
    pool.terminate()


@pytest.fixture
async def casting(home: Settings, cluster: Server, box: Pool) -> AsyncIterator[Casting]:
    async with open_casting(home, cluster, box) as one:
        yield one


async def tell(cluster: Server, *statements: str) -> None:
    """Say something to the cluster as its administrator."""
    conn = await asyncpg.connect(cluster.address)
    for statement in statements:
        await conn.execute(statement)
    await conn.close()


async def look(cluster: Server, statement: str, *args: object) -> list[tuple[object, ...]]:
    conn = await asyncpg.connect(cluster.address, database=cluster.database)
    rows = [tuple(row) for row in await conn.fetch(statement, *args)]
    await conn.close()
    return rows


async def insist(casting: Casting, made: Made, code: str) -> Receipt:
    """Cast as a phone does: until there is an answer."""
    while True:
        try:
            return await cast(casting, made.box, code=code, unit="", answers=answers(made))
        except Refusal as refusal:
            assert refusal.code == "box.unreachable"  # noqa: PT017 -- R5: no other answer
            await asyncio.sleep(0.05)


async def test_postgresql_killed_in_the_middle_loses_no_acknowledged_ballot(
    home: Settings, cluster: Server, box: Pool, casting: Casting
) -> None:
    made = await a_box(home, box, printed=240, survey="killed")
    codes = made.codes()
    acknowledged: dict[str, Receipt] = {}
    halfway = asyncio.Event()

    async def one_phone(mine: list[str]) -> None:
        for code in mine:
            acknowledged[code] = await insist(casting, made, code)
            if len(acknowledged) == 60:
                halfway.set()

    async def kill() -> None:
        await halfway.wait()
        (first, *_) = (home.cluster / "data" / "postmaster.pid").read_text().splitlines()
        os.kill(int(first), signal.SIGKILL)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(kill(), *(one_phone(codes[n::8]) for n in range(8)))
    leaves = {
        row[0].hex()
        for row in await look(cluster, "select leaf from box.sealed where survey_id = 'killed'")
    }  # type: ignore[attr-defined]
    assert len(acknowledged) == 240
    assert {receipt.leaf for receipt in acknowledged.values()} == leaves
    assert len(leaves) == 240
    again = [await insist(casting, made, code) for code in codes[:20]]
    assert again == [acknowledged[code] for code in codes[:20]]


async def test_nothing_is_acknowledged_before_the_standby_has_it_not_even_a_repeat(
    home: Settings, cluster: Server, box: Pool
) -> None:
    """F112: a repeat that only reads would vouch for a ballot no standby has."""
    made = await a_box(home, box, survey="standby")
    code = made.codes()[0]
    stored: list[tuple[object, ...]] = []
    await tell(
        cluster, "alter system set synchronous_standby_names = 'nobody'", "select pg_reload_conf()"
    )
    try:
        await until_commits_wait(cluster)
        async with open_casting(home, cluster, box, deadline=0.7) as casting:
            for _ in range(3):
                while True:  # a busy machine may need more than one deadline to commit here
                    with pytest.raises(Refusal, match=r"box\.unreachable"):
                        await cast(casting, made.box, code=code, unit="", answers=answers(made))
                    stored = await look(
                        cluster, "select leaf from box.sealed where survey_id = 'standby'"
                    )
                    if stored:
                        break
            assert len(stored) == 1, "committed here, and still not acknowledged"
    finally:
        await tell(
            cluster, "alter system reset synchronous_standby_names", "select pg_reload_conf()"
        )
    async with open_casting(home, cluster, box) as casting:
        receipt = await insist(casting, made, code)
    assert [row[0].hex() for row in stored] == [receipt.leaf]  # type: ignore[attr-defined]


async def until_commits_wait(cluster: Server) -> None:
    """The server takes a setting up when it comes to it; what commits before waits for nobody."""
    write = "select pg_logical_emit_message(true, 'standby', '')"
    held = "select pid from pg_stat_activity where wait_event = 'SyncRep'"
    async with asyncio.timeout(PATIENCE):
        while True:
            writing = asyncio.create_task(tell(cluster, write))
            while not (waiting := await look(cluster, held)) and not writing.done():
                pass
            if waiting:
                break
    await tell(cluster, *(f"select pg_cancel_backend({pid})" for (pid,) in waiting))
    await writing


OPTION_CANARY = "zzcanaryoption"
WORDS_CANARY = "金丝雀在唱歌zzcanarywords"


def found(canary: str, home: Settings, folder: Path) -> set[str]:
    """Which kinds of file of a home, or of the folder beside it, hold the canary."""
    needles = spellings(canary)
    return kinds_holding(needles, home.home) | kinds_holding(needles, folder)


async def dump(cluster: Server, folder: Path) -> None:
    """Everything flushed to disk, and a dump beside it."""
    await tell(cluster, "checkpoint")
    address = cluster.address.replace("/postgres?", f"/{cluster.database}?")
    program = find_binaries(None).folder / "pg_dump"
    dumping = await asyncio.create_subprocess_exec(program, "-d", address, "-f", folder / "all.sql")
    assert await dumping.wait() == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dump"
    made.mkdir()
    return made


def a_canary_form() -> Questionnaire:
    """A form in which one grade is spelt so that it is found anywhere."""
    form = a_form()
    (matrix,) = form.matrices()
    grades = (msgspec.structs.replace(matrix.grades[0], key=OPTION_CANARY), *matrix.grades[1:])
    section = msgspec.structs.replace(
        form.sections[0], questions=(msgspec.structs.replace(matrix, grades=grades),)
    )
    return msgspec.structs.replace(form, sections=(section, *form.sections[1:]))


async def test_an_answer_is_nowhere_in_plain_before_the_box_is_opened(
    home: Settings, cluster: Server, box: Pool, casting: Casting, folder: Path
) -> None:
    """F003, over dump, heap, WAL and log; the same search finds what was written in plain."""
    made = await a_box(home, box, survey="canary", form=a_canary_form())
    given = {
        **some_marks(made.manifest.form, OPTION_CANARY),
        "remark.1": answers(made, remark=WORDS_CANARY)["remark.1"],
    }
    for code in made.codes()[:5]:
        await cast(casting, made.box, code=code, unit="", answers=given)
        await cast(casting, made.box, code=code, unit="", answers=given)
    await turn(box, "canary", GateState.CLOSED)
    await dump(cluster, folder)
    assert found(OPTION_CANARY, home, folder) == set()
    assert found(WORDS_CANARY, home, folder) == set()

    opener = await open_pool(home, cluster, Role.OPENER, size=1)
    await open_box(opener, home, made.manifest)
    await opener.close()
    await dump(cluster, folder)
    assert {"wal", "heap", "all.sql"} <= found(OPTION_CANARY, home, folder)
    assert {"wal", "heap", "all.sql"} <= found(WORDS_CANARY, home, folder)
