"""What the secretary presses at a consultation becomes one deed; the table says which there are."""

from collections.abc import Mapping
from typing import Final

from service.boards.consultations import running
from service.boards.consultations.drafting import read_deadline
from service.database import Connection
from service.dossier.steps import Act, Pressed, begins, reason_of
from service.web.fields import one
from service.web.resources import Resources
from surveys.consultation.course import TRANSITIONS, Stage


async def _open(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.open_consultation(conn, pressed.deed)


async def _extend(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    closes_at = read_deadline(one(pressed.fields, "closes_at"), pressed.deed)
    await running.move_closing(conn, pressed.deed, closes_at)


async def _close(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.close_consultation(conn, pressed.deed)


async def _digest(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.ask_to_digest(conn, pressed.deed)


async def _publish(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.publish(conn, pressed.deed)


async def _void(conn: Connection, _reach: Resources, pressed: Pressed) -> None:
    await running.declare_void(conn, pressed.deed, reason_of(pressed.fields))


ACTS: Final[Mapping[str, Act]] = {
    "open": _open,
    "extend": _extend,
    "close": _close,
    "digest": _digest,
    "publish": _publish,
    "void": _void,
}

ASKED: Final[Mapping[str, frozenset[Stage]]] = begins(
    TRANSITIONS,
    {
        "open": Stage.OPEN,
        "close": Stage.CLOSED,
        "digest": Stage.DIGESTED,
        "publish": Stage.PUBLISHED,
        "void": Stage.VOID,
    },
)
"""Steps with a page of their own that says what happens before it does, and where they begin."""
