"""Where a consultation stands becomes the one next step, told from its row and its work."""

import enum
from collections.abc import Sequence
from typing import Final

from service.boards.consultations.running import DIGESTING
from service.boards.consultations.store import ConsultationRow, ProgressRow
from surveys.consultation.course import Stage
from surveys.values import Value

COURSE: Final = ("drafted", "open", "closed", "digested", "published")
"""The line of stages a page shows."""


class Next(enum.Enum):
    """What to do next."""

    OPEN = "open"
    WAIT = "wait"  # opinions come in
    REVIEW = "review"
    DIGEST = "digest"
    WORK = "work"  # nothing: a program is at it
    FAILED = "failed"  # ask again
    PUBLISH = "publish"
    PUBLISHED = "published"
    VOID = "void"


class Work(Value, frozen=True):
    """The background work of this stage, as far as there is any."""

    running: bool = False
    words: str = ""
    failed: str = ""


class Mark(Value, frozen=True):
    """One stage on the line: `done`, `now` or `later`."""

    stage: str
    state: str


def line_of(row: ConsultationRow) -> tuple[Mark, ...]:
    """The stages as a line."""
    at = COURSE.index(row.stage) if row.stage in COURSE else -1
    done = len(COURSE) if row.stage == Stage.PUBLISHED.value else at
    return tuple(
        Mark(name, "done" if number < done else "now" if number == at else "later")
        for number, name in enumerate(COURSE)
    )


def work_of(row: ConsultationRow, jobs: Sequence[ProgressRow]) -> Work:
    """The newest printing that a closed consultation waits for."""
    job = next((job for job in jobs if job.kind == DIGESTING), None)
    if job is None or row.read_stage() is not Stage.CLOSED:
        return Work()
    if job.state == "failed":
        return Work(failed=job.error)
    return Work(running=True, words=job.progress or job.error)


def next_of(row: ConsultationRow, work: Work, *, waiting: int) -> Next:
    """The one next step; `waiting` opinions nobody has handled."""
    if work.running:
        return Next.WORK
    if work.failed:
        return Next.FAILED
    match row.read_stage():
        case Stage.DRAFTED:
            return Next.OPEN
        case Stage.OPEN:
            return Next.WAIT
        case Stage.CLOSED:
            return Next.REVIEW if waiting else Next.DIGEST
        case Stage.DIGESTED:
            return Next.PUBLISH
        case Stage.PUBLISHED:
            return Next.PUBLISHED
        case Stage.VOID:
            return Next.VOID
