"""Where a poll stands becomes the one next step, told from its row and its work."""

import enum
from collections.abc import Sequence
from typing import Final

from service.boards.polls.store import PollRow, ProgressRow
from surveys.poll import Entry
from surveys.stages import Stage
from surveys.values import Value

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


class Work(Value, frozen=True):
    """The background work of this stage, as far as there is any."""

    running: bool = False
    words: str = ""
    failed: str = ""


class Mark(Value, frozen=True):
    """One stage on the line: `done`, `now` or `later`."""

    stage: str
    state: str


def line_of(row: PollRow) -> tuple[Mark, ...]:
    """The stages as a line."""
    stage = "open" if row.stage == Stage.PAUSED.value else row.stage
    at = COURSE.index(stage) if stage in COURSE else -1
    done = len(COURSE) if stage == Stage.PUBLISHED.value else at
    return tuple(
        Mark(name, "done" if number < done else "now" if number == at else "later")
        for number, name in enumerate(COURSE)
    )


def work_of(row: PollRow, jobs: Sequence[ProgressRow]) -> Work:
    """The newest piece of work that this stage waits for."""
    stage = row.read_stage()
    if stage is Stage.PREPARED and row.box_key is not None:
        return Work()
    job = next((job for job in jobs if job.kind in _KINDS.get(stage, frozenset())), None)
    if job is None:
        return Work()
    if job.state == "failed":
        return Work(failed=job.error)
    return Work(running=True, words=job.progress or job.error)


def next_of(row: PollRow, work: Work) -> Next:
    """The one next step."""
    if work.running:
        return Next.WORK
    if work.failed:
        return Next.FAILED
    stage = row.read_stage()
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
    if row.manifest is None and row.read_plan().entry is Entry.CARDS:
        return Next.CARDS
    return Next.OPEN
