"""The surveys of a town as a list of the workbench."""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from service.clock import to_the_minute
from surveys.stages import Stage
from surveys.values import Value


class ListedRow(msgspec.Struct, frozen=True):
    """A survey in the list."""

    survey_id: str
    title: str
    stage: Stage
    opened_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None


class Listed(Value, frozen=True):
    """The same as the page shows it."""

    survey: str
    title: str
    stage: str
    words: str
    when: str


def listed(rows: Iterable[ListedRow], say_stage: Callable[[str], str]) -> tuple[Listed, ...]:
    """The list in the order it came, with the latest that happened to each."""
    return tuple(
        Listed(row.survey_id, row.title, row.stage, say_stage(row.stage), _latest(row))
        for row in rows
    )


def _latest(row: ListedRow) -> str:
    return to_the_minute(row.published_at or row.closed_at or row.opened_at)
