"""One poll on a running site, led by 秘书 Qian through the actions her workbench calls."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx
import msgspec

from reports.document import Cards
from service.boards.polls import drafting, running, slips, store
from service.boards.polls.drafting import Draft
from service.boards.roll import actions as rolls
from service.box import gate
from service.clock import now
from service.database import Connection, transaction
from service.demonstration.phones import CastReply
from service.dossier.course import read_progress
from service.dossier.deeds import Deed, new_key
from surveys.poll import Entry, PollManifest, PollPlan
from surveys.stages import Stage
from tests.journeys.sites import Site
from tests.people import QIAN

PATIENCE = 120
"""Seconds the opener and the worker may take for one step on a busy machine."""
CONGRESS = "老厂镇人民代表大会主席团"
JSON = {"accept": "application/json"}

_towns = itertools.count(1)


class Polling(msgspec.Struct):
    """A poll, and the codes of its cards where it has any."""

    site: Site
    town: str
    survey: str
    codes: list[str] = []

    def deed(self) -> Deed:
        """Something 秘书 Qian does now."""
        return Deed(town=self.town, survey=self.survey, actor=QIAN, now=now())

    @property
    def page(self) -> str:
        return f"/v/{self.survey}"

    async def row(self) -> store.PollRow:
        async with transaction(self.site.registrar) as conn:
            return await store.find(conn, self.town, self.survey)

    async def manifest(self) -> PollManifest:
        return (await self.row()).manifest.read()

    async def open(self, closes_at: datetime | None = None) -> None:
        """Print the cards where there are any, and begin."""
        if (await self.row()).plan.read().entry is Entry.CARDS:
            await self._print()
        until = closes_at or now() + timedelta(hours=1)
        box, settings = self.site.box, self.site.settings
        await self.do(
            lambda conn: running.open_poll(conn, box, settings, deed=self.deed(), closes_at=until)
        )

    async def _print(self) -> None:
        site = self.site
        sheets = await slips.issue(site.registrar, site.box, site.settings, deed=self.deed())
        self.codes = [
            card.code for block in sheets.blocks if isinstance(block, Cards) for card in block.cards
        ]

    async def close_in(self, seconds: int) -> None:
        """Bring the announced time near, and let the worker close."""
        await self.do(
            lambda conn: running.move_closing(conn, self.deed(), now() + timedelta(seconds=seconds))
        )
        await self.until(Stage.CLOSED)

    async def close(self) -> None:
        await self.do(lambda conn: running.close_poll(conn, self.site.box, self.deed()))

    async def count(self) -> None:
        await self.do(lambda conn: running.ask_to_open(conn, self.deed()))
        await self.until(Stage.COUNTED)

    async def publish(self) -> None:
        await self.do(lambda conn: running.ask_to_publish(conn, self.deed()))
        await self.until(Stage.PUBLISHED)

    async def returned(self) -> int:
        """How many answers are in the box, as the box tells it."""
        async with transaction(self.site.box) as conn:
            return sum(pile.spent for pile in await gate.read_turnout(conn, self.survey))

    async def do(self, *acts: Callable[[Connection], Awaitable[object]]) -> None:
        """One request of the workbench: all of it, or nothing."""
        async with transaction(self.site.registrar) as conn:
            for act in acts:
                await act(conn)

    async def until(self, stage: Stage) -> None:
        """Wait for the opener or the worker; what they gave up on fails the test."""
        async with asyncio.timeout(PATIENCE):
            while (await self.row()).stage is not stage:
                async with transaction(self.site.registrar) as conn:
                    jobs = await read_progress.all(conn, self.town, self.survey)
                assert [job.error for job in jobs if job.state == "failed"] == []
                await asyncio.sleep(0.05)

    async def until_made(self) -> None:
        """Wait for the box."""
        async with asyncio.timeout(PATIENCE):
            while (await self.row()).box_key is None:  # noqa: ASYNC110 -- the opener tells nobody
                await asyncio.sleep(0.05)

    async def answer(
        self, client: httpx.AsyncClient, code: str, fields: dict[str, str | list[str]]
    ) -> CastReply:
        """Answer as the page's script does."""
        form = (await self.row()).manifest_digest or ""
        data = {"form": form, "code": code, **fields}
        reply = await client.post(f"{self.page}/cast", data=data, headers=JSON)
        assert reply.status_code == 200, reply.text
        return msgspec.json.decode(reply.content, type=CastReply)


async def begin(site: Site, plan: PollPlan) -> Polling:
    """A town of its own, and a poll whose box is made."""
    town = f"polled-{next(_towns)}"
    deed = Deed(town, "", QIAN, now())
    async with transaction(site.registrar) as conn:
        await rolls.found_town(conn, deed, name="老厂镇", congress=CONGRESS)
    return await begin_in(site, town, plan)


async def begin_in(site: Site, town: str, plan: PollPlan) -> Polling:
    """A poll of a town that is there, and its box."""
    begun = Polling(site=site, town=town, survey=new_key())
    await begun.do(
        lambda conn: drafting.draft(conn, begun.deed(), Draft(plan)),
        lambda conn: drafting.prepare(conn, begun.deed()),
    )
    await begun.until_made()
    return begun
