"""What the secretary presses becomes one deed; the table says which steps there are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from service.boards.appraisals import counting, drafting, meeting, store
from service.boards.appraisals.counting import Approval
from service.clock import CHINA
from service.database import Connection
from service.dossier.steps import Act, Pressed, begins, reason_of
from service.web.fields import names, one, read_whole, whole, words
from service.web.resources import Resources
from surveys.refusals import Refusal
from surveys.stages import TRANSITIONS, Stage
from surveys.tally.results import Confirmation

_LONGEST_VOTE: Final = 24 * 60
"""Minutes."""


async def _prepare(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await drafting.prepare(conn, pressed.deed)


async def _ask_for_box(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await drafting.ask_for_box(conn, pressed.deed)


async def _note_attendance(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await meeting.note_attendance(conn, pressed.deed, whole(pressed.fields, "present"))


async def _open(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    minutes = whole(pressed.fields, "minutes", most=_LONGEST_VOTE)
    deed = pressed.deed
    await meeting.open_vote(
        conn,
        reach.box,
        deed,
        closes_at=deed.now + timedelta(minutes=minutes) if minutes else None,
        in_spite_of_quorum=reason_of(pressed.fields),
    )


async def _pause(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await meeting.pause_vote(conn, reach.box, pressed.deed)


async def _resume(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await meeting.resume_vote(conn, reach.box, pressed.deed)


async def _extend(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    """Minutes from now or from the announced time, whichever is later; or a time of today."""
    deed, until = pressed.deed, one(pressed.fields, "until")
    if until:
        hour, _, minute = until.partition(":")
        moment = deed.now.astimezone(CHINA).replace(
            hour=read_whole(hour, "until", 23), minute=read_whole(minute, "until", 59), second=0
        )
    else:
        row = await store.find(conn, deed.town, deed.survey)
        minutes = whole(pressed.fields, "minutes", most=_LONGEST_VOTE)
        moment = max(deed.now, row.closes_at or deed.now) + timedelta(minutes=minutes)
    if moment <= deed.now:
        raise Refusal("session.closing_past")
    await meeting.move_closing(conn, deed, moment.astimezone(CHINA))


async def _close(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await meeting.close_vote(conn, reach.box, pressed.deed)


async def _open_box(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await counting.ask_to_open(conn, reach.box, pressed.deed)


async def _confirm(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    deed = pressed.deed
    signed = Confirmation(
        scrutineers=names(pressed.fields, "scrutineers"),
        tellers=names(pressed.fields, "tellers"),
        presiding=words(pressed.fields, "presiding", 40),
        confirmed_at=deed.now.isoformat(),
    )
    await counting.confirm(conn, deed, signed)


async def _publish(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    approval = Approval(words(pressed.fields, "approved_by", 60))
    await counting.ask_to_publish(conn, pressed.deed, approval)


async def _void(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await meeting.declare_void(conn, reach.box, pressed.deed, reason_of(pressed.fields))


ACTS: Final[Mapping[str, Act]] = {
    "prepare": _prepare,
    "ask-for-box": _ask_for_box,
    "attendance": _note_attendance,
    "open": _open,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "close": _close,
    "open-box": _open_box,
    "confirm": _confirm,
    "publish": _publish,
    "void": _void,
}

ASKED: Final[Mapping[str, frozenset[Stage]]] = begins(
    TRANSITIONS,
    {
        "prepare": Stage.PREPARED,
        "close": Stage.CLOSED,
        "open-box": Stage.COUNTED,
        "confirm": Stage.CONFIRMED,
        "publish": Stage.PUBLISHED,
        "void": Stage.VOID,
    },
) | {"open": frozenset({Stage.PREPARED})}
"""Steps with a page of their own that says what happens before it does, and where they begin."""

BY_TWO: Final = frozenset({"open-box", "publish"})
"""Steps that two people take together, each with a password of their own."""
