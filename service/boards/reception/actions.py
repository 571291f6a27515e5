"""Hand out a ballot at the desk, print personal codes, see what waits to be read out."""

from datetime import datetime
from typing import Final

from reports.document import Document
from reports.writing.personal_codes import PersonalCode, write_personal_codes
from service.boards.reception import store
from service.boards.reception.store import ReceptionRow
from service.boards.reception.view import DURING
from service.clock import now
from service.database import Connection, chronicle
from service.identity import personal_codes
from service.identity.sessions import Session
from service.outside.outbox import Outbox, Waiting
from service.settings import Settings
from service.stamping.rights import Channel, hand_out, look_at_people
from surveys.refusals import Refusal

_DOORS: Final = {"slip": Channel.SLIP, "paper": Channel.PAPER}


async def hand(conn: Connection, session: Session, survey: str, *, person: str, door: str) -> str:
    """Somebody takes a card or paper: signing in is closed to them. Their name."""
    row = await store.find(conn, session.town, survey)
    if row.read_stage() not in DURING:
        raise Refusal("desk.closed")
    names = {each.key: each.name for each in row.read_roll().people}
    if person not in names or door not in _DOORS:
        raise Refusal("desk.unknown_person")
    await hand_out(conn, survey, person, name=names[person], channel=_DOORS[door])
    return names[person]


async def print_personal_codes(
    conn: Connection, settings: Settings, session: Session, survey: str
) -> Document:
    """A new code for everybody who may sign in; the codes exist in this document only."""
    row = await store.find(conn, session.town, survey)
    taking = await look_at_people(conn, survey)
    if not taking:
        raise Refusal("voter.no_door")
    words = await personal_codes.print_codes(conn, settings, session.town, list(taking))
    await chronicle.record(
        conn,
        town=session.town,
        survey=survey,
        at=now(),
        actor=session.name,
        action="print-personal-codes",
        detail=str(len(words)),
    )
    return _lay_out(row, words, session, address=f"{settings.public_address}/j/{survey}")


def _lay_out(
    row: ReceptionRow, words: dict[str, str], session: Session, *, address: str
) -> Document:
    roll = row.read_roll()
    groups = {group.key: group.label for group in roll.groups}
    return write_personal_codes(
        [
            PersonalCode(person.name, groups.get(person.group, ""), words[person.key])
            for person in roll.people
            if person.key in words
        ],
        congress=session.congress,
        title=row.title,
        address=address,
        dated=row.read_manifest().frozen_at,
    )


async def look_into_outbox(
    conn: Connection, settings: Settings, session: Session, survey: str, *, at: datetime
) -> list[Waiting]:
    """Codes that wait to be read out for this evaluation."""
    waiting = await Outbox(settings).waiting(conn, session.town, now=at)
    return [each for each in waiting if each.survey == survey]
