"""Somebody's words come in and a code (查询码) goes out; later the code tells what became of them.

No address, no browser and no hour is kept. A flood is met by counting how many came in a minute,
whoever they are.
"""

import secrets
from datetime import datetime
from typing import Final

from service.boards.consultations import store
from service.boards.consultations.reading import read_logs, review_of
from service.boards.consultations.store import ConsultationRow
from service.box.slips import SIZE, mark_of, mint
from service.database import Connection
from service.database.secrets import slip_key
from service.settings import Settings
from surveys.consultation.course import Stage
from surveys.consultation.opinion import Submission
from surveys.consultation.review import Merged, Reviewed, State
from surveys.refusals import Refusal
from surveys.values import Value

MOST_A_MINUTE: Final = 120
"""Senders of one consultation."""
MOST_OPINIONS: Final = 5000


class Arrival(Value, frozen=True):
    """What somebody sends, under which code, and when."""

    submission: Submission
    code: str
    now: datetime


class Fate(Value, frozen=True):
    """What became of one opinion; `same`: of the one it was merged into."""

    reviewed: Reviewed
    same: State | None = None


def new_code() -> str:
    """A code for a page: the same page sent twice is one submission."""
    return mint(secrets.token_bytes(SIZE))


async def find_open(conn: Connection, survey: str, *, now: datetime) -> ConsultationRow:
    """A consultation that takes opinions now."""
    row = await store.find_by_address(conn, survey)
    demand_open(row, now)
    return row


def demand_open(row: ConsultationRow, now: datetime) -> None:
    """Opinions come while it is open and its time has not passed."""
    match row.stage:
        case Stage.OPEN if now < row.closes_at:
            return
        case Stage.DRAFTED:
            raise Refusal("consultation.not_open")
        case Stage.VOID:
            raise Refusal("consultation.void")
        case _:
            raise Refusal("consultation.over")


async def receive(
    conn: Connection, settings: Settings, row: ConsultationRow, arrival: Arrival
) -> str:
    """Keep what somebody sent; the code under which they find it. Sent twice, it is kept once.

    Numbers are given under the lock of the consultation, so that closing it waits for whoever is
    being written down.
    """
    sent, code = arrival.submission, arrival.code
    locked = await store.lock(conn, row.town_id, row.survey_id)
    demand_open(locked, arrival.now)
    before = await store.read_sent.all(conn, row.survey_id, _mark(settings, row.survey_id, code))
    if {(each.about, each.words) for each in before} == set(sent.words):
        return code
    await _let_in(conn, row, arrival.now)
    code = new_code() if before else code
    mark = _mark(settings, row.survey_id, code)
    await _keep(conn, row, sent, mark=mark, now=arrival.now)
    return code


async def _let_in(conn: Connection, row: ConsultationRow, now: datetime) -> None:
    minute = now.replace(second=0)
    if await store.count_arrival.get(conn, row.town_id, row.survey_id, minute) > MOST_A_MINUTE:
        raise Refusal("consultation.crowded")


async def _keep(
    conn: Connection, row: ConsultationRow, sent: Submission, *, mark: bytes, now: datetime
) -> None:
    counted = await store.count_opinions.one(conn, row.town_id, row.survey_id)
    if counted.received + len(sent.words) > MOST_OPINIONS:
        raise Refusal("consultation.full")
    for number, (about, words) in enumerate(sent.words, start=counted.latest + 1):
        await store.add_opinion.run(
            conn,
            *(row.town_id, row.survey_id, number, about, words),
            *(sent.name, sent.contact, sent.consented, mark, now.date()),
        )


async def look_up(
    conn: Connection, settings: Settings, row: ConsultationRow, code: str
) -> tuple[Fate, ...]:
    """What became of everything sent under a code."""
    sent = await store.read_sent.all(conn, row.survey_id, _mark(settings, row.survey_id, code))
    if not sent:
        raise Refusal("consultation.unknown_code")
    logs = read_logs(await store.read_reviews.all(conn, row.town_id, row.survey_id))
    reviewed = [review_of(each, logs.get(each.number, ())) for each in sent]
    states = {number: review_of(sent[0], log).state for number, log in logs.items()}
    return tuple(
        Fate(each, states.get(each.state.into) if isinstance(each.state, Merged) else None)
        for each in reviewed
    )


def _mark(settings: Settings, survey: str, code: str) -> bytes:
    """The keyed hash of a code; what cannot be one is nobody's."""
    try:
        return mark_of(slip_key(settings), survey, code)
    except Refusal as refusal:
        raise Refusal("consultation.unknown_code") from refusal
