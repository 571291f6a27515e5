"""Forty-six deputies, four departments, all at once: 184 ballots, and nobody has to try again."""

import asyncio

import pytest

from surveys.ballots.receipt import Receipt
from tests.journeys.halls import DEPARTMENTS, Hall, a_hall, cast_one, leaves
from tests.journeys.phones import line_to
from tests.journeys.sites import Site, administrator

PEOPLE = 46
BALLOTS = PEOPLE * len(DEPARTMENTS)


@pytest.fixture(scope="module")
async def hall(site: Site) -> Hall:
    return await a_hall(site, "forty-six", PEOPLE)


@pytest.mark.parametrize(("door", "phones"), [("cards", 46), ("signed in", 16)])
async def test_all_ballots_are_acknowledged_at_the_first_try_and_stored(
    site: Site, hall: Hall, door: str, phones: int
) -> None:
    seats = iter(hall.with_cards if door == "cards" else hall.signed_in)
    before = await stored(site, hall)
    receipts: list[Receipt] = []

    async def phone() -> None:
        async with line_to(site.address) as line:
            receipts.extend([await cast_one(line, hall, seat) for seat in seats])

    await asyncio.gather(*(phone() for _ in range(phones)))
    assert len(receipts) == BALLOTS
    assert await stored(site, hall) - before == leaves(receipts)
    assert len(leaves(receipts)) == BALLOTS


async def stored(site: Site, hall: Hall) -> set[str]:
    async with administrator(site) as connection:
        rows = await connection.fetch(
            "select leaf from box.sealed where survey_id = $1", hall.vote.manifest.survey
        )
    return {row[0].hex() for row in rows}
