"""What the secretary presses at a poll becomes one deed; the table says which steps there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from service.boards.polls import drafting, running
from service.boards.polls.planning import Mistyped, read_moment
from service.database import Connection
from service.dossier.steps import Act, Pressed, begins, reason_of
from service.web.fields import Fields, one
from service.web.resources import Resources
from surveys.refusals import Refusal
from surveys.stages import POLL_TRANSITIONS, Stage


async def _prepare(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await drafting.prepare(conn, pressed.deed)


async def _ask_for_box(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await drafting.ask_for_box(conn, pressed.deed)


async def _open(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    closes_at = _closing(pressed.fields)
    await running.open_poll(conn, reach.box, reach.settings, deed=pressed.deed, closes_at=closes_at)


async def _pause(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await running.pause_poll(conn, reach.box, pressed.deed)


async def _resume(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await running.resume_poll(conn, reach.box, pressed.deed)


async def _extend(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.move_closing(conn, pressed.deed, _closing(pressed.fields))


async def _close(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await running.close_poll(conn, reach.box, pressed.deed)


async def _open_box(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.ask_to_open(conn, pressed.deed)


async def _publish(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.ask_to_publish(conn, pressed.deed)


async def _void(conn: Connection, reach: Resources, pressed: Pressed) -> None:
    await running.declare_void(conn, reach.box, pressed.deed, reason_of(pressed.fields))


def _closing(fields: Fields) -> datetime:
    try:
        return read_moment(one(fields, "closes_at"))
    except Mistyped:
        raise Refusal("poll.no_closing") from None


ACTS: Final[Mapping[str, Act]] = {
    "prepare": _prepare,
    "ask-for-box": _ask_for_box,
    "open": _open,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "close": _close,
    "open-box": _open_box,
    "publish": _publish,
    "void": _void,
}

ASKED: Final[Mapping[str, frozenset[Stage]]] = begins(
    POLL_TRANSITIONS,
    {
        "prepare": Stage.PREPARED,
        "close": Stage.CLOSED,
        "open-box": Stage.COUNTED,
        "publish": Stage.PUBLISHED,
        "void": Stage.VOID,
    },
) | {"open": frozenset({Stage.PREPARED})}
"""Steps with a page of their own that says what happens before it does, and where they begin."""
