"""What the secretary presses at a consultation becomes one deed; the table says which there are."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from service.boards.consultations import running
from service.boards.consultations.deeds import Deed
from service.boards.consultations.drafting import read_deadline
from service.database import Connection
from service.web.fields import Fields, one
from surveys.consultation.course import TRANSITIONS, Stage
from surveys.questionnaire.texts import clean

_LONGEST_REASON: Final = 300

Act: TypeAlias = Callable[[Connection, Deed, Fields], Awaitable[None]]


async def _open(conn: Connection, deed: Deed, _fields: Fields) -> None:
    await running.open_consultation(conn, deed)


async def _extend(conn: Connection, deed: Deed, fields: Fields) -> None:
    await running.move_closing(conn, deed, read_deadline(one(fields, "closes_at"), deed))


async def _close(conn: Connection, deed: Deed, _fields: Fields) -> None:
    await running.close_consultation(conn, deed)


async def _digest(conn: Connection, deed: Deed, _fields: Fields) -> None:
    await running.ask_to_digest(conn, deed)


async def _publish(conn: Connection, deed: Deed, _fields: Fields) -> None:
    await running.publish(conn, deed)


async def _void(conn: Connection, deed: Deed, fields: Fields) -> None:
    reason = clean(one(fields, "reason"), lines=False)[:_LONGEST_REASON]
    await running.declare_void(conn, deed, reason)


ACTS: Final[Mapping[str, Act]] = {
    "open": _open,
    "extend": _extend,
    "close": _close,
    "digest": _digest,
    "publish": _publish,
    "void": _void,
}

ASKED: Final[Mapping[str, frozenset[Stage]]] = {
    step: frozenset(here for here, there in TRANSITIONS.items() if goal in there)
    for step, goal in {
        "open": Stage.OPEN,
        "close": Stage.CLOSED,
        "digest": Stage.DIGESTED,
        "publish": Stage.PUBLISHED,
        "void": Stage.VOID,
    }.items()
}
"""Steps with a page of their own that says what happens before it does, and where they begin."""
