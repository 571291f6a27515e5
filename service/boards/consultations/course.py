"""Where a consultation stands becomes the one next step, told from its row and its work."""

import enum
from collections.abc import Sequence
from typing import Final

from service.boards.consultations.running import DIGESTING
from service.boards.consultations.store import ConsultationRow
from service.dossier.course import ProgressRow, Work, newest
from surveys.consultation.course import Stage

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


def work_of(row: ConsultationRow, jobs: Sequence[ProgressRow]) -> Work:
    """The newest printing that a closed consultation waits for."""
    return newest(jobs, {DIGESTING}) if row.stage is Stage.CLOSED else Work()


def next_of(row: ConsultationRow, work: Work, *, waiting: int) -> Next:
    """The one next step; `waiting` opinions nobody has handled."""
    if work.running:
        return Next.WORK
    if work.failed:
        return Next.FAILED
    match row.stage:
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
