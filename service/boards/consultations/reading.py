"""Rows of opinions and of the steps taken with them become reviewed opinions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from reports.writing.digest import Occasion
from service.boards.consultations import store
from service.boards.consultations.store import ConsultationRow, OpinionRow, ReviewRow
from service.clock import CHINA
from service.database import Connection
from surveys.canonical import decode
from surveys.consultation.opinion import Opinion
from surveys.consultation.review import Entry, Received, Reviewed, Taken, standing
from surveys.refusals import Refusal


async def read_reviewed(conn: Connection, town: str, survey: str) -> tuple[Reviewed, ...]:
    """Every opinion of a consultation and where it stands."""
    logs = read_logs(await store.read_reviews.all(conn, town, survey))
    return tuple(
        review_of(row, logs.get(row.number, ()))
        for row in await store.read_opinions.all(conn, town, survey)
    )


def review_of(row: OpinionRow, log: Iterable[Entry]) -> Reviewed:
    """One of them."""
    return Reviewed(Opinion(row.number, row.about, row.words, row.name), standing(log))


def read_logs(rows: Sequence[ReviewRow]) -> dict[int, tuple[Entry, ...]]:
    """The steps taken with each opinion, by its number; rows come in order."""
    return {
        number: tuple(decode(row.entry, Taken).entry for row in log)
        for number, log in groupby(rows, key=lambda row: row.number)
    }


def demand_reviewed(reviewed: Sequence[Reviewed]) -> None:
    """Nothing is digested before everything was handled."""
    if waiting := sum(isinstance(each.state, Received) for each in reviewed):
        raise Refusal("consultation.unreviewed", number=waiting)


def occasion_of(row: ConsultationRow, congress: str, dated: datetime) -> Occasion:
    """Who asked and when, as the digest says it."""
    return Occasion(
        congress=congress,
        opened_at=_civil(row.opened_at or dated),
        closed_at=_civil(row.closed_at or row.closes_at),
        dated=_civil(dated),
    )


def _civil(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat()
