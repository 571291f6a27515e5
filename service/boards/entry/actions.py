"""Find the evaluation, ask for a code, become somebody, see which ballots are still open."""

import secrets

import msgspec

from service.boards.entry.store import (
    EntryRow,
    VisitorRow,
    find_entry,
    find_frozen,
    find_visitor,
    read_frozen,
)
from service.clock import now
from service.database import lent, transaction
from service.identity import bound_phones, personal_codes, phone_codes, voters
from service.identity.phone_codes import Asked, Shown
from service.identity.voters import Seat
from service.outside.outbox import Outbox
from service.stamping.rights import BallotRight
from service.web.resources import Resources
from surveys.keys import SurveyKey
from surveys.manifest import Manifest, Secrecy
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value


class Voter(Value, frozen=True):
    """Somebody who signed in, as the pages need them."""

    person: str
    name: str


class Visitor(msgspec.Struct, frozen=True):
    """Somebody at this door: which evaluation, and who, if they signed in."""

    row: EntryRow
    frozen: bytes
    voter: Voter | None = None
    rights: tuple[BallotRight, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """The frozen manifest."""
        return read_frozen(self.frozen)

    @property
    def open_now(self) -> bool:
        """Whether ballots are given now."""
        return self.row.stage is Stage.OPEN

    def right_in(self, unit: str) -> BallotRight | None:
        """The right to vote in this unit, if there is one."""
        return next((right for right in self.rights if right.unit == unit), None)

    @property
    def next_unit(self) -> str | None:
        """The first unit that is not done yet."""
        open_ = (right.unit for right in self.rights if right.standing in ("ready", "begun"))
        return next(open_, None)


async def find(reach: Resources, survey: SurveyKey) -> Visitor:
    """The evaluation, where people sign in to it; nobody has yet."""
    async with lent(reach.registrar) as conn:
        row = await find_entry.maybe(conn, survey)
    if row is None:
        raise Refusal("request.unknown_page")
    return Visitor(row, await _demand_door(reach, row))


async def visit(reach: Resources, survey: SurveyKey, cookie: str) -> Visitor:
    """Who is at the door, and what they have a right to: one statement, however many rights."""
    if not cookie:
        return await find(reach, survey)
    session = voters.session_of(reach.settings, cookie, now=now())
    asked = survey, session.mark, session.since
    rows = await reach.reading.each(find_visitor, *asked, busy="request.unavailable")
    if not rows:
        raise Refusal("request.unknown_page")
    first = rows[0]
    frozen = await _demand_door(reach, first)
    if first.person is None:
        return Visitor(first, frozen)
    rights = [right for row in rows if (right := _right(row)) is not None]
    voter = Voter(first.person, first.name or "")
    return Visitor(first, frozen, voter, _in_order(read_frozen(frozen), rights))


async def _demand_door(reach: Resources, row: EntryRow) -> bytes:
    """The manifest under which people sign in, asked for once; or why they do not."""
    digest = row.manifest_digest
    if digest is None:
        raise Refusal("request.unknown_page")
    if row.stage is Stage.VOID:
        raise Refusal("box.void")
    if digest not in reach.frozen:
        reach.frozen[digest] = await _find_frozen(reach, row.survey_id, digest)
    return reach.frozen[digest]


async def _find_frozen(reach: Resources, survey: SurveyKey, digest: str) -> bytes:
    async with lent(reach.registrar) as conn:
        found = await find_frozen.maybe(conn, survey, digest)
    if found is None:  # frozen anew this moment
        raise Refusal("request.unavailable")
    if not found.signin or read_frozen(found.manifest).secrecy is not Secrecy.SEALED:
        raise Refusal("voter.no_door")
    return found.manifest


def _right(row: VisitorRow) -> BallotRight | None:
    """None for whoever is not on the frozen roll."""
    if row.unit is None:
        return None
    return BallotRight(
        weighting_group=row.weighting_group or "",
        unit=row.unit,
        state=row.state or "",
        inner_count=row.inner_count or 0,
        outer_given=bool(row.outer_given),
        stage=row.stage,
        manifest_digest=row.manifest_digest,
    )


def _in_order(manifest: Manifest, rights: list[BallotRight]) -> tuple[BallotRight, ...]:
    """In the order of the plan, as people see it everywhere else."""
    order = [appraisee.key for appraisee in manifest.appraisees]
    return tuple(sorted(rights, key=lambda right: order.index(right.unit) if right.unit else -1))


async def ask_for_code(
    reach: Resources, row: EntryRow, phone: str, *, bound: str, address: str
) -> str:
    """Send a code to a number, if it is somebody's; the word that binds it to this browser."""
    browser = secrets.token_urlsafe(32)
    number = phone_codes.read_phone(phone)
    async with transaction(reach.registrar) as conn:
        known = await bound_phones.is_known(conn, reach.settings, bound, town=row.town_id)
        asked = Asked(
            town=row.town_id,
            survey=row.survey_id,
            phone=number,
            browser=browser,
            address="" if known else address,
        )
        await phone_codes.ask(conn, reach.settings, Outbox(reach.settings), asked, now=now())
    return browser


async def is_first_time(reach: Resources, row: EntryRow, bound: str) -> bool:
    """Whether this browser must show a printed code, whoever it is going to be."""
    async with lent(reach.registrar) as conn:
        return not await bound_phones.is_known(conn, reach.settings, bound, town=row.town_id)


async def sign_in_by_code(reach: Resources, shown: Shown) -> Seat:
    """A session for a code that came to the phone."""
    return await phone_codes.enter(
        reach.registrar, reach.settings, Outbox(reach.settings), shown, now=now()
    )


async def sign_in_by_personal_code(
    reach: Resources, row: EntryRow, typed: str, *, bound: str, at: float
) -> Seat:
    """A session for a printed code that needs no phone; `at` in seconds of a steady clock."""
    try:
        async with transaction(reach.registrar) as conn:
            found = await personal_codes.use_alone(conn, reach.settings, row.survey_id, typed)
            word = await bound_phones.bind(
                conn, reach.settings, bound, town=found.town_id, person=found.person_id
            )
            cookie = await voters.begin(
                conn, reach.settings, town=found.town_id, person=found.person_id, now=now()
            )
            return Seat(cookie, word)
    except Refusal as refusal:
        if refusal.code == "voter.wrong_personal_code":
            reach.wrong_codes.count(row.survey_id, at)
        raise


async def leave(reach: Resources, cookie: str) -> None:
    """Sign out; the cookie alone is worth nothing then."""
    async with transaction(reach.registrar) as conn:
        await voters.end(conn, reach.settings, cookie)
