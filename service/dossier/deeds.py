"""What somebody does to a survey or a town, and when; every deed (办理) is chronicled."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from service.clock import now
from service.database import Connection, chronicle
from service.jobs import queue
from service.jobs.queue import Job
from surveys.codes import ALPHABET
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value

PROGRAM: Final = "minping"
"""Who acts where no person does."""


class Deed(Value, frozen=True):
    """Who acts on which survey, and when; on none where the deed is the whole town's."""

    town: str
    survey: str
    actor: str
    now: datetime
    second: str = ""
    """Who stands beside the actor where a deed takes two."""


def by_program(job: Job) -> Deed:
    """A piece of work does it, now."""
    return Deed(town=job.town_id, survey=job.survey_id or "", actor=PROGRAM, now=now())


def new_key() -> str:
    """A survey key nobody can guess from another's: 40 random bits, easy to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8)).lower()


async def record(conn: Connection, deed: Deed, action: str, detail: str = "") -> None:
    """Write the deed into the chronicle."""
    await chronicle.record(
        conn,
        town=deed.town,
        survey=deed.survey or None,
        at=deed.now,
        actor=deed.actor,
        action=action,
        detail=detail,
    )


async def leave_work(
    conn: Connection, deed: Deed, kind: str, *, payload: str = "{}", at: datetime | None = None
) -> None:
    """Leave work to a program, to begin now or at a time: it is done if the deed stands.

    A time that has come means a second from now: whoever looks whether it has come, by a clock a
    little before the database's, and leaves the work anew, shall not do so without rest.
    """
    await queue.enqueue(
        conn,
        kind=kind,
        town=deed.town,
        survey=deed.survey,
        payload=payload,
        after=max(at - deed.now, timedelta(seconds=1)) if at else timedelta(0),
    )


def demand_two(deed: Deed) -> None:
    """Two people open a box and two publish."""
    if not deed.second or deed.second == deed.actor:
        raise Refusal("signin.second_person")


def demand_from(stands: Stage, here: Stage, there: Stage) -> None:
    """A step that leads to the same stage from two places is taken from this one."""
    if stands is not here:
        raise Refusal("stage.not_from_here", here=stands.value, there=there.value)


def demand_later(moment: datetime, deed: Deed) -> None:
    """What is announced lies ahead."""
    if moment <= deed.now:
        raise Refusal("session.closing_past")
