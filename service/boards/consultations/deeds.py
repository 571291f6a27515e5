"""A step taken with a consultation, from where it stands."""

from service.boards.consultations import store
from service.database import Connection
from service.dossier.deeds import Deed
from surveys.consultation.course import Stage, advance


async def take(conn: Connection, deed: Deed, there: Stage) -> store.ConsultationRow:
    """Lock the consultation and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.stage, there)
    return row
