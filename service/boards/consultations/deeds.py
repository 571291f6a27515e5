"""What somebody does to a consultation, by whom and when; every deed is chronicled."""

from datetime import datetime

from service.boards.consultations import store
from service.database import Connection, chronicle
from surveys.consultation.course import Stage, advance
from surveys.values import Value


class Deed(Value, frozen=True):
    """Who acts on which consultation, and when."""

    town: str
    survey: str
    actor: str
    now: datetime


async def take(conn: Connection, deed: Deed, there: Stage) -> store.ConsultationRow:
    """Lock the consultation and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.read_stage(), there)
    return row


async def record(conn: Connection, deed: Deed, action: str, detail: str = "") -> None:
    """Write the deed into the chronicle."""
    await chronicle.record(
        conn,
        town=deed.town,
        survey=deed.survey,
        at=deed.now,
        actor=deed.actor,
        action=action,
        detail=detail,
    )
