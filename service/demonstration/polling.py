"""A poll (民意调查) of the pretend town's voters: cards to every household, answers, a report."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from reports.document import Cards, Document
from service.boards.appraisals import quoting
from service.boards.appraisals.quoting import Named
from service.boards.polls import comments, drafting, running, slips, store
from service.boards.polls.comments import Verdict
from service.boards.polls.drafting import Draft
from service.clock import now
from service.database import transaction
from service.demonstration import villagers
from service.demonstration.phones import CastReply, Vote, cast_all
from service.demonstration.story import Play, Stagehands, act, wait_for
from service.dossier.deeds import Deed, new_key
from surveys.keys import WHOLE
from surveys.poll import Entry, PollPlan, Share
from surveys.quotation.matching import match, topics
from surveys.stages import Stage

DAYS: Final = timedelta(days=7)
"""Announced length of the poll; it is closed before."""
TRIAL: Final = "{title}（试填）"
_NAMED: Final = re.compile("我叫[^，]*，")
_IDLE: Final = frozenset({"没有", "无", "。"})
_AT_ONCE: Final = 12


class Polled(NamedTuple):
    """What is left after a poll."""

    survey: str
    answers: int


async def poll(hands: Stagehands, play: Play) -> Polled:
    """Ask every household of the village groups, count, review what was written, publish."""
    survey = new_key()
    await _prepare(hands, play, survey)
    codes = await _print_cards(hands, play, survey)
    answers = await _answer(hands, survey, codes)
    await _count(hands, play, survey)
    await _review(hands, play, survey)
    await _publish(hands, play, survey)
    site = hands.settings.public_address
    hands.tell(f"民意调查　{site}/results/{survey}")
    hands.tell(f"调查报告　{site}/results/{survey}/report.pdf")
    return Polled(survey, answers)


async def put_beside(hands: Stagehands, play: Play, evaluation: str, poll: str) -> None:
    """Let its matrix of departments stand beside the evaluation, as the page proposes it."""
    hands.tell("把民意调查放在测评一起，不计入结果")
    appraisees = play.plan.appraisees
    (topic,) = topics(villagers.form(), appraisees)
    named = Named(poll, topic, match(topic, appraisees))
    await act(hands, lambda conn: quoting.name_poll(conn, _deed(play, evaluation), named))


async def leave_open(hands: Stagehands, play: Play) -> str:
    """Begin the same as an open link and leave it open, for whoever wants to try."""
    form, survey = villagers.form(), new_key()
    title = TRIAL.format(title=form.title)
    deed, plan = _deed(play, survey), PollPlan(title=title, form=form, entry=Entry.OPEN_LINK)
    await act(
        hands,
        lambda conn: drafting.draft(conn, deed, Draft(plan)),
        lambda conn: drafting.prepare(conn, deed),
    )
    await _until(hands, play, survey, lambda row: row.box_key is not None)
    await act(
        hands,
        lambda conn: running.open_poll(
            conn, hands.box, hands.settings, deed=deed, closes_at=deed.now + DAYS
        ),
    )
    return survey


def _plan() -> PollPlan:
    form = villagers.form()
    shares = tuple(
        Share(group=each.key, label=each.label, number=each.households) for each in villagers.GROUPS
    )
    return PollPlan(title=form.title, form=form, entry=Entry.CARDS, shares=shares)


async def _prepare(hands: Stagehands, play: Play, survey: str) -> None:
    plan, deed = _plan(), _deed(play, survey)
    hands.tell(f"民意调查“{plan.title}”：{len(plan.shares)} 个小组，每户一张票卡")
    await act(
        hands,
        lambda conn: drafting.draft(conn, deed, Draft(plan)),
        lambda conn: drafting.prepare(conn, deed),
    )
    await _until(hands, play, survey, lambda row: row.box_key is not None)


async def _print_cards(hands: Stagehands, play: Play, survey: str) -> Mapping[str, list[str]]:
    """Mint the cards; what the sheets would say is read off them unprinted, pile by pile."""
    deed = _deed(play, survey)
    sheets = await slips.issue(hands.registrar, hands.box, hands.settings, deed=deed)
    await act(
        hands,
        lambda conn: running.open_poll(
            conn, hands.box, hands.settings, deed=deed, closes_at=deed.now + DAYS
        ),
    )
    return _by_pile(sheets)


def _by_pile(sheets: Document) -> dict[str, list[str]]:
    piles: dict[str, list[str]] = {}
    for block in sheets.blocks:
        for card in block.cards if isinstance(block, Cards) else ():
            piles.setdefault(card.pile, []).append(card.code)
    return piles


async def _answer(hands: Stagehands, survey: str, codes: Mapping[str, list[str]]) -> int:
    """So many households of each group answer, each on a phone of its own."""
    votes = [
        Vote(code=code, unit=WHOLE, fields=villagers.answer(group, number))
        for group in villagers.GROUPS
        for number, code in enumerate(codes[group.label][: group.returned])
    ]
    receipts: set[str] = set()

    def told(reply: CastReply) -> None:
        receipts.add(reply.leaf)
        if len(receipts) % 100 == 0 or len(receipts) == len(votes):
            hands.tell(f"已收答卷 {len(receipts)}/{len(votes)}")

    await cast_all(hands.address, survey, votes, told=told, at_once=_AT_ONCE)
    return len(receipts)


async def _count(hands: Stagehands, play: Play, survey: str) -> None:
    deed = _deed(play, survey)
    await act(hands, lambda conn: running.close_poll(conn, hands.box, deed))
    await act(hands, lambda conn: running.ask_to_open(conn, deed))
    await _until(hands, play, survey, lambda row: row.stage is Stage.COUNTED)


async def _review(hands: Stagehands, play: Play, survey: str) -> None:
    """Release what says something, without who says it."""
    deed = _deed(play, survey)
    async with transaction(hands.registrar) as conn:
        for each in await comments.read_comments(conn, play.town, survey):
            verdict, words = _decide(each.words)
            await comments.review(conn, deed, each.number, verdict, words=words)


def _decide(words: str) -> tuple[Verdict, str]:
    if words in _IDLE:
        return Verdict.LEFT_OUT, ""
    without = _NAMED.sub("", words)
    return (Verdict.ACCEPTED, "") if without == words else (Verdict.REDACTED, without)


async def _publish(hands: Stagehands, play: Play, survey: str) -> None:
    deed = _deed(play, survey)
    hands.tell("审阅写下的意见，公布统计表，打印调查报告")
    await act(hands, lambda conn: running.ask_to_publish(conn, deed))
    await _until(hands, play, survey, lambda row: row.stage is Stage.PUBLISHED)


async def _until(
    hands: Stagehands, play: Play, survey: str, done: Callable[[store.PollRow], bool]
) -> None:
    async def look() -> bool:
        async with transaction(hands.registrar) as conn:
            return done(await store.find(conn, play.town, survey))

    await wait_for(hands, play, survey, look)


def _deed(play: Play, survey: str) -> Deed:
    return Deed(town=play.town, survey=survey, actor=play.company.secretary, now=now())
