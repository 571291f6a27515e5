"""A request of the workbench: who sent it, what it may reach, the deed it becomes."""

from typing import NamedTuple

from service.clock import now
from service.database import Connection
from service.dossier.deeds import Deed
from service.identity import store as staff
from service.identity.sessions import Session
from service.web.resources import Resources


class Visit(NamedTuple):
    """A request of the workbench: its transaction, who sent it, what it may reach."""

    conn: Connection
    session: Session
    reach: Resources


def deed_of(session: Session, survey: str = "") -> Deed:
    """Whoever is signed in does it, now; to no survey where it is the whole town's."""
    return Deed(town=session.town, survey=survey, actor=session.name, now=now())


async def others_than(conn: Connection, session: Session) -> list[str]:
    """Who could stand beside whoever is signed in, with a password nobody else has seen."""
    return [
        each.name
        for each in await staff.list_accounts.all(conn, session.town)
        if each.account_id != session.account and not (each.disabled or each.starting)
    ]
