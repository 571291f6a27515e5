"""Rights to a stamp (领票资格), as the registrar keeps them: made, voided, looked at, counted.

A right belongs to whoever holds a drawn slip or a paper ballot, or to one person on the roll. Every
function runs under the role WEB (counting under the worker's too), never beside a row of the box.
"""

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from service.database import Connection
from service.database.reading import Reading
from service.database.statements import query, scalar
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value


class SignedIn(Value, frozen=True):
    """A voter's session by its mark, if it began after `since`: whose it is, the database knows."""

    mark: bytes
    since: datetime


class Bearer(Value, frozen=True):
    """Who asks: the mark of a slip's code, a person's key on the roll, or whoever signed in."""

    slip: bytes | None = None
    person: str | None = None
    session: SignedIn | None = None


class Channel(enum.Enum):
    """The door (投票方式) a right is good for; the first use of a person's right fixes it."""

    SLIP = "slip"  # 票卡
    SIGNIN = "signin"  # 手机登录
    PAPER = "paper"  # 纸质票


class NewRight(Value, frozen=True):
    """A right that is made before the vote."""

    channel: Channel
    bearer: Bearer
    group: GroupKey
    unit: UnitKey


class Taking(Value, frozen=True):
    """Whether somebody took a ballot (领票); never by which door, nor when."""

    person_id: str
    taken: bool


class BallotRight(Value, frozen=True):
    """What a bearer may still do for one unit."""

    weighting_group: GroupKey
    unit: UnitKey
    state: str
    inner_count: int
    outer_given: bool
    stage: str
    manifest_digest: str | None

    @property
    def standing(self) -> str:
        """`ready`, `begun` (an inner stamp was given), `stamped` (the outer one), or `voided`."""
        if self.state == "voided":
            return "voided"
        return "stamped" if self.outer_given else "begun" if self.inner_count else "ready"


class _Looked(BallotRight, frozen=True):
    """One row of an answer to many."""

    place: int


class StampsGiven(Value, frozen=True):
    """Rights and stamps of one weighting group and unit, in numbers."""

    weighting_group: GroupKey
    unit: UnitKey
    eligible: int
    voided: int
    inner_stamps: int
    outer_stamps: int


class Voided(Value, frozen=True):
    """What became of a slip that was to be voided."""

    slip_mark: bytes
    outcome: str


_make = scalar("stamps", "make_slip_rights", int)
_make_all = scalar("stamps", "make_rights", int)
_hand_out = scalar("stamps", "hand_out", str)
_people = query("stamps", "look_at_people", Taking)
_void_untaken = scalar("stamps", "void_untaken", int)
_void = query("stamps", "void_slip_rights", Voided)
_look = query("stamps", "look_at_rights", _Looked)
_count = query("stamps", "count_stamps", StampsGiven)


async def make_slip_rights(
    connection: Connection, survey: SurveyKey, slips: Sequence[tuple[bytes, GroupKey, UnitKey]]
) -> None:
    """One right for each printed slip, by its mark; rights of an earlier printing are gone."""
    marks, groups, units = ([slip[place] for slip in slips] for place in range(3))
    if await _make.maybe(connection, survey, marks, groups, units) is None:
        raise Refusal("slip.too_late_to_print")


async def make_rights(
    connection: Connection, survey: SurveyKey, rights: Sequence[NewRight]
) -> None:
    """Make the rights of every door at once; those of an earlier printing are gone."""
    made = await _make_all.maybe(
        connection,
        survey,
        [right.channel.value for right in rights],
        [right.bearer.slip for right in rights],
        [right.bearer.person for right in rights],
        [right.group for right in rights],
        [right.unit for right in rights],
    )
    if made is None:
        raise Refusal("slip.too_late_to_print")


async def hand_out(
    connection: Connection, survey: SurveyKey, person: str, *, name: str, channel: Channel
) -> None:
    """Somebody takes a slip or paper at the desk, and signs in no more: one right, one door."""
    outcome = await _hand_out.get(connection, survey, person, channel.value)
    if outcome != "handed":
        raise Refusal(_NOT_HANDED[outcome], name=name)


_NOT_HANDED: Final = {
    "taken": "desk.taken",
    "handed_before": "desk.handed_before",
    "unknown": "desk.unknown_person",
    "closed": "desk.closed",
}


async def look_at_people(connection: Connection, survey: SurveyKey) -> dict[str, bool]:
    """Person on the roll → whether they took a ballot."""
    return {row.person_id: row.taken for row in await _people.all(connection, survey)}


async def void_untaken(connection: Connection, survey: SurveyKey) -> None:
    """After the close: what nobody took was not issued (发出). Again it changes nothing."""
    await _void_untaken.maybe(connection, survey)


async def void_slip_rights(
    connection: Connection, survey: SurveyKey, marks: Sequence[bytes]
) -> dict[bytes, str]:
    """Void the rights of slips nobody drew; what became of each, by mark."""
    rows = await _void.all(connection, survey, sorted(set(marks)))
    return {row.slip_mark: row.outcome for row in rows}


async def look_at_rights(
    reading: Reading, survey: SurveyKey, bearer: Bearer
) -> Sequence[BallotRight]:
    """What a bearer has a right to, by unit; nothing at all is refused as an unknown slip."""
    session = bearer.session
    found = await reading.each(
        _look,
        survey,
        *(bearer.slip, bearer.person),
        *((session.mark, session.since) if session else (None, None)),
        busy="stamp.unavailable",
    )
    if not found:
        raise Refusal("slip.unknown")
    return found


async def count_stamps(connection: Connection, survey: SurveyKey) -> list[StampsGiven]:
    """How many rights there are and how many stamps were given. Numbers, and nothing else."""
    return await _count.all(connection, survey)
