"""The one clock of the banks. The river is told the time by whoever stands here."""

from datetime import datetime, timedelta, timezone
from typing import Final

from reports.wording.numbers import official_moment

CHINA: Final = timezone(timedelta(hours=8), "CST")
"""China keeps one civil time, UTC+8, all year."""


def now() -> datetime:
    """The present moment, in China's civil time, to the second."""
    return datetime.now(CHINA).replace(microsecond=0)  # noqa: TID251  -- this is the clock


def to_the_minute(moment: datetime | None) -> str:
    """A moment in the town's own time, as a page of the workbench says it.

    >>> to_the_minute(datetime(2026, 11, 23, 14, 48, tzinfo=CHINA))
    '2026-11-23 14:48'
    """
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else ""


def in_words(moment: datetime | None) -> str:
    """The same as the public reads it: on posters and forms, where something begins or ends."""
    return official_moment(moment.astimezone(CHINA).isoformat()) if moment else ""


def for_field(moment: datetime | None) -> str:
    """The same for a browser's field."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M") if moment else ""
