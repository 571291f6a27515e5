"""Look at a slip, read the form, cast the ballot."""

import contextlib
import secrets
from collections.abc import Generator
from functools import lru_cache
from typing import Final

from reports.wording.polls import say_beginning
from reports.wording.refusals import explain
from service.boards.voting.store import VotingRow, find_voting
from service.box import casting
from service.box.casting import Box, Casting, Drawn, box_of
from service.box.slips import SIZE, mint
from service.clock import CHINA
from service.web.fields import Fields, one
from service.web.resources import Resources
from surveys.ballots.receipt import Receipt
from surveys.keys import SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.poll import Entry, PollManifest, read_manifest
from surveys.questionnaire.answers import Gap, filled, missing, read
from surveys.questionnaire.form import visible
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value

POLL: Final = "poll"
"""What the registrar calls a poll among surveys."""
_IN_A_POLL: Final = {
    "box.not_open": "poll.not_open",
    "box.paused": "poll.paused",
    "box.closed": "poll.over",
    "box.over": "poll.over",
    "box.void": "poll.void",
}


_MENDABLE: Final = frozenset(
    f"form.{word}"
    for word in (
        "not_a_number", "repeated", "out_of_range", "too_many", "over_quota", "too_few", "too_long"
    )
)  # fmt: skip
"""What somebody who fills a form in can get wrong; anything else no page of ours sends."""


class Cast(Value, frozen=True):
    """What the voter is told: the receipt, and whether the ballot was in the box before."""

    receipt: Receipt
    repeated: bool


class Voting(Value, frozen=True, eq=False):
    """A survey as its voters meet it: one value per manifest, so that pages can be kept."""

    manifest: Manifest | PollManifest
    fingerprint: str
    box: Box
    frozen: bytes
    """The manifest's own bytes, as its fingerprint was taken."""

    @property
    def is_open_to_all(self) -> bool:
        """Whether nobody needs a slip: the code is drawn by whoever fills the form in."""
        poll = self.manifest
        return isinstance(poll, PollManifest) and poll.entry is Entry.OPEN_LINK


async def find(reach: Resources, survey: SurveyKey) -> Voting:
    """A survey whose slips may have been used, closed ones included: the box decides.

    A phone that sends again after the close must not be told that its ballot was not cast.
    """
    return _voting(await _find(reach, survey))


class Going(Value, frozen=True, eq=False):
    """A survey whose ballot page may be shown, and whether it takes ballots at this moment."""

    voting: Voting
    paused: bool


async def find_going(reach: Resources, survey: SurveyKey) -> Going:
    """A survey whose ballot page may be shown; otherwise why there is no ballot now."""
    row = await _find(reach, survey)
    with _in_words_of(row):
        _refuse_shut(row.stage)
    return Going(_voting(row), paused=row.stage is Stage.PAUSED)


async def find_open(reach: Resources, survey: SurveyKey) -> Voting:
    """The same, of whom a pause is no concern: the box says so when it is cast."""
    return (await find_going(reach, survey)).voting


async def _find(reach: Resources, survey: SurveyKey) -> VotingRow:
    rows = await reach.reading.all(find_voting, survey, busy="box.unreachable")
    row = rows[0] if rows else None
    if row is None or row.stage is Stage.DRAFTED:
        raise Refusal("request.unknown_page")
    with _in_words_of(row):
        if row.stage is Stage.VOID:
            raise Refusal("box.void")
        if row.manifest is None:
            raise Refusal("box.not_open")
    return row


@contextlib.contextmanager
def _in_words_of(row: VotingRow) -> Generator[None]:
    """Nobody votes in a poll, and nobody presides over it: it says no in words of its own."""
    begins = say_beginning(row.opens_at.astimezone(CHINA) if row.opens_at else None)
    with _in_words(poll=row.kind == POLL, begins=begins):
        yield


@contextlib.contextmanager
def _in_words(*, poll: bool, begins: str = "") -> Generator[None]:
    try:
        yield
    except Refusal as refusal:
        if poll and refusal.code in _IN_A_POLL:
            raise Refusal(_IN_A_POLL[refusal.code], begins=begins) from refusal
        raise


def _voting(row: VotingRow) -> Voting:
    return _decode(row.manifest or b"", row.manifest_digest or "")


@lru_cache(maxsize=32)
def _decode(manifest: bytes, fingerprint: str) -> Voting:
    frozen = read_manifest(manifest)
    return Voting(frozen, fingerprint, box_of(frozen, fingerprint), manifest)


def _refuse_shut(stage: Stage) -> None:
    match stage:
        case Stage.OPEN | Stage.PAUSED:
            return
        case Stage.PREPARED:
            raise Refusal("box.not_open")
        case _:
            raise Refusal("box.over")


async def look_at_slip(box: Casting, voting: Voting, code: str) -> Drawn:
    """What a slip is good for, told before anything is filled in."""
    return await casting.look_at_slip(box, voting.manifest.survey, code)


def with_code(voting: Voting, fields: Fields) -> Fields:
    """Where no slip is needed and the browser drew no code, one drawn here stands in the form.

    It makes a form that is sent twice one answer; it prevents nobody from filling in another.
    """
    if not voting.is_open_to_all or one(fields, "code"):
        return fields
    return {**fields, "code": [mint(secrets.token_bytes(SIZE))]}


class Found(Value, frozen=True):
    """Why a posted form goes back: what is open, questions it now leads to, what is wrong."""

    gaps: tuple[Gap, ...] = ()
    more: bool = False
    refused: str = ""


def look_over(voting: Voting, unit: UnitKey, fields: Fields) -> Found | None:
    """What stands against a posted form; None where it may be reviewed and cast.

    Without scripts a page shows what the answers before it led to, and says which (`shown`).
    """
    form = voting.box.forms[unit]
    try:
        answers = filled(form, fields)
    except Refusal as refusal:
        if refusal.code in _MENDABLE:
            return Found(refused=explain(refusal))
        raise
    asked = {question.key for question in visible(form, answers) if question.show_if is not None}
    more = not asked <= set(fields.get("shown", ()))
    gaps = missing(form, answers)
    return Found(gaps=gaps, more=more) if gaps or more else None


async def cast(box: Casting, voting: Voting, fields: Fields) -> Cast:
    """Cast a posted form with its slip; the form must be the one that was frozen."""
    if one(fields, "form") != voting.fingerprint:
        raise Refusal("form.other_version")
    code = one(fields, "code")
    drawn = await look_at_slip(box, voting, code)
    form = voting.box.forms[drawn.unit]  # a slip's unit is one of those printed
    with _in_words(poll=isinstance(voting.manifest, PollManifest)):
        receipt = await casting.cast(
            box, voting.box, code=code, unit=drawn.unit, answers=read(form, fields), drawn=drawn
        )
    return Cast(receipt, repeated=drawn.state == "spent")
