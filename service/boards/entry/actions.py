"""Find the evaluation, ask for a code, become somebody, see which ballots are still open."""

import secrets
from typing import Final

import msgspec

from service.boards.entry.store import EntryRow, find_entry
from service.box.slips import Throttle
from service.clock import now
from service.database import lent, transaction
from service.identity import personal_codes, phone_codes, voters
from service.identity.phone_codes import Asked, Shown
from service.identity.voters import Voter
from service.outside.outbox import Outbox
from service.stamping.rights import BallotRight, Bearer, look_at_rights
from service.web.resources import Resources
from surveys.keys import SurveyKey
from surveys.manifest import Secrecy
from surveys.refusals import Refusal
from surveys.stages import Stage

_WRONG: Final = Throttle()
"""Wrong personal codes, in the memory of this process."""


class Visitor(msgspec.Struct, frozen=True):
    """Somebody at this door: which evaluation, and who, if they signed in."""

    row: EntryRow
    voter: Voter | None = None
    rights: tuple[BallotRight, ...] = ()

    @property
    def open_now(self) -> bool:
        """Whether ballots are given now."""
        return self.row.read_stage() is Stage.OPEN

    def right_in(self, unit: str) -> BallotRight | None:
        """The right to vote in this unit, if there is one."""
        return next((right for right in self.rights if right.unit == unit), None)

    @property
    def next_unit(self) -> str | None:
        """The first unit that is not done yet."""
        open_ = (right.unit for right in self.rights if right.standing in ("ready", "begun"))
        return next(open_, None)


async def find(reach: Resources, survey: SurveyKey) -> EntryRow:
    """The evaluation, where people sign in to it."""
    async with lent(reach.registrar) as conn:
        row = await find_entry.maybe(conn, survey)
    if row is None or row.manifest is None:
        raise Refusal("request.unknown_page")
    if row.read_stage() is Stage.VOID:
        raise Refusal("box.void")
    if not row.signin or row.read_manifest().secrecy is not Secrecy.SEALED:
        raise Refusal("voter.no_door")
    return row


async def visit(reach: Resources, survey: SurveyKey, cookie: str) -> Visitor:
    """Who is at the door, and what they have a right to."""
    row = await find(reach, survey)
    async with transaction(reach.registrar) as conn:
        voter = await voters.find(conn, reach.settings, cookie, survey=survey, now=now())
        if voter is None:
            return Visitor(row)
        try:
            rights = await look_at_rights(conn, survey, Bearer(person=voter.person))
        except Refusal:  # not on the frozen roll
            rights = []
    return Visitor(row, voter, _in_order(row, rights))


def _in_order(row: EntryRow, rights: list[BallotRight]) -> tuple[BallotRight, ...]:
    """In the order of the plan, as people see it everywhere else."""
    order = [appraisee.key for appraisee in row.read_manifest().appraisees]
    return tuple(sorted(rights, key=lambda right: order.index(right.unit) if right.unit else -1))


async def ask_for_code(reach: Resources, row: EntryRow, phone: str) -> str:
    """Send a code to a number, if it is somebody's; the word that binds it to this browser."""
    browser = secrets.token_urlsafe(32)
    asked = Asked(
        town=row.town_id,
        survey=row.survey_id,
        phone=phone_codes.read_phone(phone),
        browser=browser,
    )
    async with transaction(reach.registrar) as conn:
        await phone_codes.ask(conn, reach.settings, Outbox(reach.settings), asked, now=now())
    return browser


async def sign_in_by_code(reach: Resources, row: EntryRow, shown: Shown) -> str:
    """The cookie of a new session."""
    town, person = await phone_codes.identify(
        reach.registrar, reach.settings, Outbox(reach.settings), shown, now=now()
    )
    if town != row.town_id:
        raise Refusal("voter.code_gone")
    return await _begin(reach, town, person)


async def sign_in_by_personal_code(reach: Resources, row: EntryRow, typed: str, at: float) -> str:
    """The cookie of a new session, for a printed code; `at` in seconds of a steady clock."""
    try:
        async with transaction(reach.registrar) as conn:
            found = await personal_codes.use(conn, reach.settings, row.survey_id, typed)
    except Refusal:
        _WRONG.count(row.survey_id, at)
        raise
    return await _begin(reach, found.town_id, found.person_id)


async def _begin(reach: Resources, town: str, person: str) -> str:
    async with transaction(reach.registrar) as conn:
        return await voters.begin(conn, reach.settings, town=town, person=person, now=now())


async def leave(reach: Resources, cookie: str) -> None:
    """Sign out; the cookie alone is worth nothing then."""
    async with transaction(reach.registrar) as conn:
        await voters.end(conn, reach.settings, cookie)
