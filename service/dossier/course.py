"""Where a survey stands: its line of stages, and the background work its stage waits for."""

from collections.abc import Collection, Sequence
from typing import Final

import msgspec

from service.database.statements import query
from surveys.stages import Stage
from surveys.values import Value


class ProgressRow(msgspec.Struct, frozen=True):
    """How one piece of work goes."""

    kind: str
    state: str
    progress: str
    error: str


class Work(Value, frozen=True):
    """The background work of a stage, as far as there is any."""

    running: bool = False
    words: str = ""
    failed: str = ""


class Mark(Value, frozen=True):
    """One stage on the line: `done`, `now` or `later`."""

    stage: str
    state: str


read_progress: Final = query("dossier", "read_progress", ProgressRow)


def line_of(course: Sequence[str], stage: str) -> tuple[Mark, ...]:
    """The stages as a line; paused stands where open does.

    >>> [mark.state for mark in line_of(("drafted", "open", "closed"), "paused")]
    ['done', 'now', 'later']
    """
    stage = Stage.OPEN.value if stage == Stage.PAUSED.value else stage
    at = course.index(stage) if stage in course else -1
    done = len(course) if stage == Stage.PUBLISHED.value else at
    return tuple(
        Mark(name, "done" if number < done else "now" if number == at else "later")
        for number, name in enumerate(course)
    )


def newest(jobs: Sequence[ProgressRow], kinds: Collection[str]) -> Work:
    """The newest piece of work of these kinds; `jobs` come newest first."""
    job = next((job for job in jobs if job.kind in kinds), None)
    if job is None:
        return Work()
    if job.state == "failed":
        return Work(failed=job.error)
    return Work(running=True, words=job.progress or job.error)
