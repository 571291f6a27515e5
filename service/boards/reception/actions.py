"""Hand out a ballot at the desk, print personal codes, see what waits to be read out."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from reports.document import Document
from reports.wording.personal_codes import say_printed_codes, say_reissue
from reports.writing.personal_codes import PersonalCode, write_personal_codes
from service.boards.reception import notices, store
from service.boards.reception.store import ReceptionRow
from service.boards.reception.view import DURING
from service.clock import now
from service.database import Connection
from service.dossier.deeds import record
from service.dossier.visits import deed_of
from service.identity import personal_codes
from service.identity.sessions import Session
from service.outside.outbox import Outbox, Waiting
from service.settings import Settings
from service.stamping.rights import Channel, hand_out, look_at_people
from surveys.refusals import Refusal
from surveys.values import Value

_DOORS: Final = {"slip": Channel.SLIP, "paper": Channel.PAPER}


async def hand(conn: Connection, session: Session, survey: str, *, person: str, door: str) -> str:
    """Somebody takes a card or paper: signing in is closed to them. Their name."""
    row = await store.find(conn, session.town, survey)
    if row.stage not in DURING:
        raise Refusal("desk.closed")
    names = {each.key: each.name for each in row.roll.read().people}
    if person not in names or door not in _DOORS:
        raise Refusal("desk.unknown_person")
    await hand_out(conn, survey, person, name=names[person], channel=_DOORS[door])
    return names[person]


async def print_personal_codes(
    conn: Connection, settings: Settings, session: Session, survey: str, *, second: str
) -> Document:
    """A new code for everybody who may sign in; the codes exist in this document only."""
    row = await store.find(conn, session.town, survey)
    taking = await look_at_people(conn, survey)
    if not taking:
        raise Refusal("voter.no_door")
    words = await personal_codes.print_codes(conn, settings, session.town, list(taking))
    said = say_printed_codes(len(words), second)
    await record(conn, deed_of(session, survey), "print-personal-codes", said)
    alone = await personal_codes.numberless(conn, session.town)
    address = f"{settings.public_address}/j/{survey}"
    return _lay_out(row, words, session, alone=alone, address=address)


class Reissue(Value, frozen=True):
    """Whose paper or phone is lost; `renumbered`: the number on the roll is no longer theirs."""

    person: str
    renumbered: bool
    second: str
    """Who of the staff stands beside the secretary."""


async def reissue_personal_code(
    conn: Connection, settings: Settings, session: Session, survey: str, asked: Reissue
) -> Document:
    """A new code for one person; the old paper and the old phone open nothing any more.

    The number on the roll is told of it, so that whoever holds it can object.
    """
    row, person = await store.find(conn, session.town, survey), asked.person
    names = {each.key: each.name for each in row.roll.read().people}
    if person not in names or person not in await look_at_people(conn, survey):
        raise Refusal("desk.unknown_person")
    word = await personal_codes.reissue(
        conn, settings, session.town, person, alone=asked.renumbered
    )
    await notices.tell_reissued(
        conn, settings, notices.Told(session.town, survey, person, names[person]),
        congress=session.congress, now=now(),
    )  # fmt: skip
    said = say_reissue(names[person], asked.second, renumbered=asked.renumbered)
    await record(conn, deed_of(session, survey), "reissue-personal-code", said)
    numberless = await personal_codes.numberless(conn, session.town)
    alone = frozenset([person]) if asked.renumbered else numberless
    address = f"{settings.public_address}/j/{survey}"
    return _lay_out(row, {person: word}, session, alone=alone, address=address)


def _lay_out(
    row: ReceptionRow,
    words: dict[str, str],
    session: Session,
    *,
    alone: Collection[str],
    address: str,
) -> Document:
    roll = row.roll.read()
    groups = {group.key: group.label for group in roll.groups}
    return write_personal_codes(
        [
            PersonalCode(
                person.name,
                groups.get(person.group, ""),
                words[person.key],
                alone=person.key in alone,
            )
            for person in roll.people
            if person.key in words
        ],
        congress=session.congress,
        title=row.title,
        address=address,
        dated=row.manifest.read().frozen_at,
    )


async def look_into_outbox(
    conn: Connection, settings: Settings, session: Session, survey: str, *, at: datetime
) -> list[Waiting]:
    """What waits to be read out or sent for this evaluation."""
    waiting = await Outbox(settings).waiting(conn, session.town, now=at)
    return [each for each in waiting if each.survey == survey]
