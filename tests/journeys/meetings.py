"""One evaluation on a running site, led by 秘书 Qian through the actions her workbench calls."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from reports.document import Cards, Document
from service.boards.appraisals import counting, drafting, meeting, slips, store
from service.boards.appraisals.counting import Approval
from service.boards.roll import actions as rolls
from service.box import gate
from service.clock import now
from service.database import Connection, transaction
from service.database.secrets import slip_key
from service.demonstration.cards import read_cards
from service.dossier.course import read_progress
from service.dossier.deeds import Deed, new_key
from service.web.press import print_now
from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import OVERALL
from surveys.electorate.eligibility import slips_needed
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group
from surveys.stages import Stage
from tests.builders import a_plan, a_roll
from tests.journeys.sites import Site
from tests.people import LI, QIAN, SUN, WU, ZHAO
from tests.publications import a_confirmation

PATIENCE = 120
"""Seconds the opener and the worker may take for one step on a busy machine."""
CONGRESS = "老厂镇人民代表大会主席团"

_towns = itertools.count(1)


def a_short_plan(title: str = "老厂镇2026年度服务窗口民主测评") -> Plan:
    """One office, one grade: for what is about ballots and not about what they say."""
    return a_plan(
        title=title,
        appraisees=(Appraisee(key="window", label="便民服务中心", head=""),),
        indicators=(OVERALL,),
    )


class Meeting(msgspec.Struct):
    """An evaluation and the codes of its slips, as they lie on the table."""

    site: Site
    town: str
    survey: str
    roll: Roll
    codes: list[str] = []

    def deed(self) -> Deed:
        """Something 秘书 Qian does now."""
        return Deed(town=self.town, survey=self.survey, actor=QIAN, now=now(), second=ZHAO.name)

    @property
    def page(self) -> str:
        return f"/v/{self.survey}"

    async def row(self) -> store.EvaluationRow:
        """Where the evaluation stands."""
        async with transaction(self.site.registrar) as conn:
            return await store.find(conn, self.town, self.survey)

    async def manifest(self) -> Manifest:
        return (await self.row()).manifest.read()

    async def issue(self) -> Document:
        """Mint the slips and lay the cards out."""
        row = await self.row()
        return await slips.issue(
            self.site.registrar,
            self.site.box,
            self.site.settings,
            deed=self.deed(),
            slips=slips_needed(self.roll, row.plan.read().appraisees),
        )

    async def take_codes(self) -> None:
        """The codes straight from the layout, where the sheet itself is not what matters."""
        document = await self.issue()
        self.codes = [
            card.code
            for block in document.blocks
            if isinstance(block, Cards)
            for card in block.cards
        ]

    async def print_cards(self) -> bytes:
        """Print the sheets, and read the codes off the paper."""
        sheet = await print_now(await self.issue(), self.site.settings)
        self.codes = [card.code for card in read_cards(sheet)]
        return sheet

    async def open(self, present: int | None = None) -> None:
        """Note who came, void what nobody drew, open the vote."""
        came = len(self.codes) if present is None else present
        await self.do(
            lambda conn: meeting.note_attendance(conn, self.deed(), came),
            lambda conn: meeting.open_vote(
                conn, self.site.box, self.deed(), closes_at=now() + timedelta(minutes=10)
            ),
        )
        await self.void(*self.codes[came:])
        del self.codes[came:]

    async def void(self, *codes: str) -> None:
        """Void cards before two scrutineers."""
        key = slip_key(self.site.settings)
        async with transaction(self.site.box) as conn:
            await gate.void_slips(conn, self.survey, codes, key=key)

    async def pause(self) -> None:
        await self.do(lambda conn: meeting.pause_vote(conn, self.site.box, self.deed()))

    async def resume(self) -> None:
        await self.do(lambda conn: meeting.resume_vote(conn, self.site.box, self.deed()))

    async def close(self) -> None:
        await self.do(lambda conn: meeting.close_vote(conn, self.site.box, self.deed()))

    async def ask_to_open(self) -> None:
        await self.do(lambda conn: counting.ask_to_open(conn, self.site.box, self.deed()))

    async def count(self) -> None:
        """Have the box opened and counted."""
        await self.ask_to_open()
        await self.until(lambda row: row.stage is Stage.COUNTED)

    async def publish(self) -> None:
        """Have the scrutineers confirm, then publish."""
        signed = a_confirmation(scrutineers=(SUN.name, LI.name), tellers=(WU,), presiding=ZHAO.name)
        approval = Approval("主席团第12次会议")
        await self.do(
            lambda conn: counting.confirm(conn, self.deed(), signed),
            lambda conn: counting.ask_to_publish(conn, self.deed(), approval),
        )
        await self.until(lambda row: row.stage is Stage.PUBLISHED)

    async def cast(self) -> int:
        """How many slips are spent, as the box tells it."""
        async with transaction(self.site.box) as conn:
            return sum(pile.spent for pile in await gate.read_turnout(conn, self.survey))

    async def until_cast(self, number: int) -> None:
        """Wait until so many ballots are in the box."""
        async with asyncio.timeout(PATIENCE):
            while await self.cast() < number:  # noqa: ASYNC110 -- the box tells nobody by itself
                await asyncio.sleep(0.02)

    async def do(self, *acts: Callable[[Connection], Awaitable[object]]) -> None:
        """One request of the workbench: all of it, or nothing."""
        async with transaction(self.site.registrar) as conn:
            for act in acts:
                await act(conn)

    async def until(self, done: Callable[[store.EvaluationRow], bool]) -> None:
        """Wait for the opener or the worker; what they gave up on fails the test."""
        async with asyncio.timeout(PATIENCE):
            while not done(await self.row()):
                async with transaction(self.site.registrar) as conn:
                    jobs = await read_progress.all(conn, self.town, self.survey)
                assert [job.error for job in jobs if job.state == "failed"] == []
                await asyncio.sleep(0.05)


async def convene(site: Site, *, people: int, plan: Plan | None = None) -> Meeting:
    """A town of its own with `people` deputies, and an evaluation whose box is made."""
    convened = Meeting(
        site=site,
        town=f"town-{next(_towns)}",
        survey=new_key(),
        roll=a_roll(people),
    )
    plan = plan or a_plan()
    groups = tuple(Group(group.key, group.label) for group in convened.roll.weightings)
    rules = fit(preset("township-three-grade"), plan, groups=groups)
    deed = Deed(convened.town, "", QIAN, now())
    await convened.do(
        lambda conn: rolls.found_town(conn, deed, name="老厂镇", congress=CONGRESS),
        lambda conn: rolls.take_over(conn, deed, convened.roll, settings=site.settings),
        lambda conn: drafting.draft(conn, convened.deed(), plan, rules),
        lambda conn: drafting.prepare(conn, convened.deed()),
    )
    await convened.until(lambda row: row.box_key is not None)
    return convened


async def convene_and_open(
    site: Site, *, people: int, present: int | None = None, plan: Plan | None = None
) -> Meeting:
    """The same with slips drawn and the vote open."""
    convened = await convene(site, people=people, plan=plan)
    await convened.take_codes()
    await convened.open(present)
    return convened
