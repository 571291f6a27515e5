"""Where a poll stands becomes the one next step, told from its row and its work."""

import enum
from collections.abc import Sequence
from typing import Final

from service.boards.polls.store import PollRow
from service.dossier.course import ProgressRow, Work, newest
from surveys.poll import Entry
from surveys.stages import Stage

COURSE: Final = ("drafted", "prepared", "open", "closed", "counted", "published")
"""The line of stages a page shows; paused stands where open does."""

_KINDS: Final[dict[Stage, frozenset[str]]] = {
    Stage.PREPARED: frozenset({"box.prepare"}),
    Stage.CLOSED: frozenset({"box.open", "poll.count"}),
    Stage.COUNTED: frozenset({"poll.publish"}),
}


class Next(enum.Enum):
    """What to do next."""

    PREPARE = "prepare"
    WORK = "work"  # nothing: a program is at it
    FAILED = "failed"  # ask again
    CARDS = "cards"
    OPEN = "open"
    WAIT = "wait"  # answers come in
    RESUME = "resume"
    OPEN_BOX = "open-box"
    PUBLISH = "publish"
    PUBLISHED = "published"
    VOID = "void"


def work_of(row: PollRow, jobs: Sequence[ProgressRow]) -> Work:
    """The newest piece of work that this stage waits for."""
    stage = row.stage
    if stage is Stage.PREPARED and row.box_key is not None:
        return Work()
    return newest(jobs, _KINDS.get(stage, frozenset()))


def next_of(row: PollRow, work: Work) -> Next:
    """The one next step."""
    if work.running:
        return Next.WORK
    if work.failed:
        return Next.FAILED
    stage = row.stage
    return _before_opening(row) if stage is Stage.PREPARED else _PLAIN[stage]


_PLAIN: Final[dict[Stage, Next]] = {
    Stage.DRAFTED: Next.PREPARE,
    Stage.OPEN: Next.WAIT,
    Stage.PAUSED: Next.RESUME,
    Stage.CLOSED: Next.OPEN_BOX,
    Stage.COUNTED: Next.PUBLISH,
    Stage.PUBLISHED: Next.PUBLISHED,
    Stage.VOID: Next.VOID,
}


def _before_opening(row: PollRow) -> Next:
    if row.box_key is None:
        return Next.FAILED
    if not row.manifest and row.plan.read().entry is Entry.CARDS:
        return Next.CARDS
    return Next.OPEN
