"""What lies in a box that was opened."""

from service.box.casting import Casting, cast
from service.box.gate import GateState
from service.database import Pool
from surveys import canonical
from surveys.ballots.ballot import Ballot
from tests.boxes import Made, answers, turn


async def opened_ballots(worker: Pool) -> list[Ballot]:
    async with worker.acquire() as conn:
        rows = await conn.fetch("select ballot from box.opened order by digest")
    return [canonical.decode(row[0], Ballot) for row in rows]


async def reasons(worker: Pool) -> dict[tuple[str, str], int]:
    async with worker.acquire() as conn:
        rows = await conn.fetch("select weighting_group, reason, number from box.unopened")
    return {(group, reason): number for group, reason, number in rows}


async def remarks(worker: Pool) -> list[tuple[int, str, str, str]]:
    async with worker.acquire() as conn:
        rows = await conn.fetch(
            "select position, about, question, words from box.remark order by position"
        )
    return [tuple(row) for row in rows]


async def cast_one_and_close(made: Made, casting: Casting, box_pool: Pool) -> None:
    code = made.codes()[0]
    given = answers(made, remark="路灯坏了")
    await cast(casting, made.box, code=code, unit="", answers=given)
    await turn(box_pool, made.manifest.survey, GateState.CLOSED)
