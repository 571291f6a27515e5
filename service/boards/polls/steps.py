"""What the secretary presses at a poll becomes one deed; the table says which steps there are."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from service.boards.polls import drafting, running
from service.boards.polls.deeds import Deed
from service.boards.polls.planning import Mistyped, read_moment
from service.database import Connection
from service.web.fields import Fields, one
from service.web.resources import Resources
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.stages import POLL_TRANSITIONS, Stage
from surveys.values import Value

_LONGEST_REASON: Final = 300


class Pressed(Value, frozen=True):
    """A button: who pressed it on what, and the fields around it."""

    deed: Deed
    fields: dict[str, list[str]]


Act: TypeAlias = Callable[[Connection, Resources, Pressed], Awaitable[None]]


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
    reason = clean(one(pressed.fields, "reason"), lines=False)[:_LONGEST_REASON]
    await running.declare_void(conn, reach.box, pressed.deed, reason)


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

ASKED: Final[Mapping[str, frozenset[Stage]]] = {
    step: frozenset(here for here, there in POLL_TRANSITIONS.items() if goal in there)
    for step, goal in {
        "prepare": Stage.PREPARED,
        "close": Stage.CLOSED,
        "open-box": Stage.COUNTED,
        "publish": Stage.PUBLISHED,
        "void": Stage.VOID,
    }.items()
} | {"open": frozenset({Stage.PREPARED})}
"""Steps with a page of their own that says what happens before it does, and where they begin."""
