"""The course of one evaluation, step by step: from an empty town to a published result.

Every step goes through the actions and doors a town uses; nothing here reaches around them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import msgspec

from service.boards.appraisals import counting, drafting, meeting, slips, store
from service.boards.appraisals.counting import Approval
from service.boards.roll import actions as rolls
from service.box import gate
from service.clock import now
from service.database import Connection, Pool, transaction
from service.database.secrets import slip_key
from service.demonstration.cards import Card, read_cards
from service.demonstration.phones import CastReply, Vote, cast_all
from service.dossier.course import read_progress
from service.dossier.deeds import Deed, new_key
from service.settings import Settings
from service.web.press import print_now
from surveys.appraisal.plan import Plan
from surveys.electorate.eligibility import slips_needed
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.tally.results import Confirmation
from surveys.values import Value

MINUTES: Final = timedelta(minutes=10)
"""Announced length of the vote."""
PATIENCE: Final = 90.0
"""Seconds the opener and the worker may take for one step."""

Act = Callable[[Connection], Awaitable[object]]
Fields = Callable[[Manifest, str, int], dict[str, str]]
"""Manifest, unit and the number of a phone become the form it sends."""


class Company(Value, frozen=True):
    """The people whose names the papers carry."""

    secretary: str
    scrutineers: tuple[str, ...]
    tellers: tuple[str, ...]
    presiding: str
    approved_by: str = ""


class Play(Value, frozen=True):
    """What is played: a town, a plan, its rule set, the roll, how many come."""

    town: str
    name: str
    congress: str
    plan: Plan
    rules: RuleSet
    roll: Roll
    present: int
    company: Company
    returned: int | None = None
    """How many of those who came hand a ballot in; None for all of them."""


class Stagehands(msgspec.Struct, frozen=True):
    """What a play needs of the running site; `tell` shows progress to whoever watches."""

    settings: Settings
    registrar: Pool
    box: Pool
    address: str
    tell: Callable[[str], None]


class Finished(Value, frozen=True):
    """What is left after a play."""

    survey: str
    cards: bytes
    ballots: int


class Ongoing(Value, frozen=True):
    """A vote left open: the cards nobody has used yet."""

    survey: str
    cards: tuple[Card, ...]


Prelude = Callable[[Stagehands, Play, str], Awaitable[object]]
"""Something held before an evaluation, whose survey it is told."""


async def perform(
    hands: Stagehands, play: Play, fields: Fields, prelude: Prelude | None = None
) -> Finished:
    """Play it from beginning to end; `prelude` comes once the evaluation is drafted."""
    await _found(hands, play)
    survey = await _draft(hands, play)
    if prelude is not None:
        await prelude(hands, play, survey)
    sheet, cards = await _print_cards(hands, play, survey)
    drawn, left = _draw_by_unit(cards, play.present)
    await _open(hands, play, survey, left)
    ballots = await _vote(hands, play, survey, drawn=drawn[: play.returned], fields=fields)
    await _count(hands, play, survey)
    await _publish(hands, play, survey)
    return Finished(survey=survey, cards=sheet, ballots=ballots)


async def begin(hands: Stagehands, play: Play, fields: Fields, *, voters: int) -> Ongoing:
    """Play it in a town already founded until some have voted, and leave the vote open."""
    survey = await _draft(hands, play)
    _, cards = await _print_cards(hands, play, survey)
    drawn, left = _draw_by_unit(cards, voters)
    await _open(hands, play, survey, left=[])
    await _vote(hands, play, survey, drawn=drawn, fields=fields)
    return Ongoing(survey=survey, cards=tuple(left))


def _draw_by_unit(cards: list[Card], people: int) -> tuple[list[Card], list[Card]]:
    """So many people draw one card from each pile; the others stay where they are."""
    piles = {unit: [card for card in cards if card.unit == unit] for unit in _units(cards)}
    drawn = [card for pile in piles.values() for card in pile[:people]]
    left = [card for pile in piles.values() for card in pile[people:]]
    return drawn, left


def _units(cards: list[Card]) -> list[str]:
    return list(dict.fromkeys(card.unit for card in cards))


async def _found(hands: Stagehands, play: Play) -> None:
    """Found the town and take over its roll."""
    hands.tell(f"建立{play.name}，导入名册 {len(play.roll.people)} 人")
    deed = _deed(play, "")
    await act(
        hands,
        lambda conn: rolls.found_town(conn, deed, name=play.name, congress=play.congress),
        lambda conn: rolls.take_over(conn, deed, play.roll, settings=hands.settings),
    )


async def _draft(hands: Stagehands, play: Play) -> str:
    """Draft the evaluation, freeze it, wait for its box."""
    hands.tell(f"拟定“{play.plan.title}”，冻结测评表、规则和名册")
    survey = new_key()
    deed = _deed(play, survey)
    await act(
        hands,
        lambda conn: drafting.draft(conn, deed, play.plan, play.rules),
        lambda conn: drafting.prepare(conn, deed),
    )
    await _until(hands, play, survey, lambda row: row.box_key is not None)
    return survey


async def _print_cards(hands: Stagehands, play: Play, survey: str) -> tuple[bytes, list[Card]]:
    """Print the cards, and read them as a phone's camera would: from the paper."""
    counts = slips_needed(play.roll, play.plan.appraisees)
    hands.tell(f"打印单次票卡 {sum(count.printed for count in counts)} 张")
    document = await slips.issue(
        hands.registrar, hands.box, hands.settings, deed=_deed(play, survey), slips=counts
    )
    sheet = await print_now(document, hands.settings)
    return sheet, read_cards(sheet)


async def _open(hands: Stagehands, play: Play, survey: str, left: list[Card]) -> None:
    """Note who came, void the cards nobody drew, open the vote."""
    deed = _deed(play, survey)
    hands.tell(f"实到 {play.present} 人，作废余票 {len(left)} 张，开始投票")
    await act(
        hands,
        lambda conn: meeting.note_attendance(conn, deed, play.present),
        lambda conn: meeting.open_vote(conn, hands.box, deed, closes_at=deed.now + MINUTES),
    )
    async with transaction(hands.box) as conn:
        await gate.void_slips(
            conn, survey, [card.code for card in left], key=slip_key(hands.settings)
        )


async def _vote(
    hands: Stagehands, play: Play, survey: str, *, drawn: list[Card], fields: Fields
) -> int:
    async with transaction(hands.registrar) as conn:
        row = await store.find(conn, play.town, survey)
    manifest = row.manifest.read()
    phones = [
        Vote(code=card.code, unit=card.unit, fields=fields(manifest, card.unit, number))
        for number, card in enumerate(drawn)
    ]
    receipts: set[str] = set()

    def told(reply: CastReply) -> None:
        receipts.add(reply.leaf)
        if len(receipts) % 10 == 0 or len(receipts) == len(phones):
            hands.tell(f"已投 {len(receipts)}/{len(phones)}")

    await cast_all(hands.address, survey, phones, told=told)
    return len(receipts)


async def _count(hands: Stagehands, play: Play, survey: str) -> None:
    """Close, open the box, wait for the count, let the scrutineers confirm it."""
    deed = _deed(play, survey)
    hands.tell("截止投票，开箱计票")
    await act(hands, lambda conn: meeting.close_vote(conn, hands.box, deed))
    await act(hands, lambda conn: counting.ask_to_open(conn, hands.box, deed))
    await _until(hands, play, survey, lambda row: row.stage is Stage.COUNTED)
    company = play.company
    signed = Confirmation(
        scrutineers=company.scrutineers,
        tellers=company.tellers,
        presiding=company.presiding,
        confirmed_at=deed.now.isoformat(),
    )
    hands.tell(f"监票人{'、'.join(company.scrutineers)}核对确认")
    await act(hands, lambda conn: counting.confirm(conn, deed, signed))


async def _publish(hands: Stagehands, play: Play, survey: str) -> None:
    hands.tell("公布结果，打印公告")
    deed, approval = _deed(play, survey), Approval(play.company.approved_by)
    await act(hands, lambda conn: counting.ask_to_publish(conn, deed, approval))
    await _until(hands, play, survey, lambda row: row.stage is Stage.PUBLISHED)


def _deed(play: Play, survey: str) -> Deed:
    company = play.company
    return Deed(
        town=play.town,
        survey=survey,
        actor=company.secretary,
        now=now(),
        second=company.presiding,
    )


async def act(hands: Stagehands, *acts: Act) -> None:
    """Do all of it in one transaction."""
    async with transaction(hands.registrar) as conn:
        for each in acts:
            await each(conn)


async def _until(
    hands: Stagehands, play: Play, survey: str, done: Callable[[store.EvaluationRow], bool]
) -> None:
    async def look() -> bool:
        async with transaction(hands.registrar) as conn:
            return done(await store.find(conn, play.town, survey))

    await wait_for(hands, play, survey, look)


async def wait_for(
    hands: Stagehands, play: Play, survey: str, done: Callable[[], Awaitable[bool]]
) -> None:
    """Wait for the opener or the worker; what they gave up on ends the play."""
    async with asyncio.timeout(PATIENCE):
        while not await done():
            async with transaction(hands.registrar) as conn:
                jobs = await read_progress.all(conn, play.town, survey)
            for job in jobs:
                if job.state == "failed":
                    raise RuntimeError(f"{job.kind}: {job.error}")
            await asyncio.sleep(0.1)
