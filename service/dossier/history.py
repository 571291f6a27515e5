"""What the chronicle (大事记) keeps of one survey becomes the lines its page shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from reports.wording.stages import DEEDS, PROGRAMS, say_detail
from service.clock import to_the_minute
from service.database import Connection
from service.database.statements import query
from surveys.values import Value


class DeedRow(msgspec.Struct, frozen=True):
    """What somebody did."""

    at: datetime
    actor: str
    action: str
    detail: str


class Done(Value, frozen=True):
    """One line of the chronicle."""

    when: str
    who: str
    what: str
    detail: str


_read_deeds: Final = query("dossier", "read_deeds", DeedRow)


async def read_history(
    conn: Connection, town: str, survey: str, *, without: Sequence[str] = ()
) -> list[DeedRow]:
    """What was done, newest first; `without` deeds that stand elsewhere, one by one."""
    return await _read_deeds.all(conn, town, survey, list(without))


def tell(deed: DeedRow) -> Done:
    """One line, in words."""
    what = DEEDS.get(deed.action, deed.action)
    who = PROGRAMS.get(deed.actor, deed.actor)
    return Done(to_the_minute(deed.at), who, what, say_detail(deed.action, deed.detail))
