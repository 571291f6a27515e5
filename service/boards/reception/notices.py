"""Who took a ballot is told so (领票通知), that a ballot taken in somebody's name comes to light.

Told in batches, never at the moment: a message that left as somebody voted would say when they did.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from reports.wording.messages import say_reissued, say_taken
from service.boards.reception import store
from service.clock import CHINA, now
from service.database import Connection, Pool, transaction
from service.database.statements import command, query, scalar
from service.identity import phones
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.outside.outbox import Outbox
from service.outside.port import Kind, Letter
from service.settings import Settings
from surveys.keys import SurveyKey, TownKey
from surveys.stages import Stage
from surveys.values import Value

EVERY: Final = timedelta(minutes=10)
"""Between two batches, while people vote."""
DAYS: Final = 3
"""A notice waits to be sent until the end of the third day; it carries no time of its own."""
JOB: Final = "evaluation.tell-taken"
_DURING: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED})


class Told(Value, frozen=True):
    """Who is written to, about which evaluation."""

    town: TownKey
    survey: SurveyKey
    person: str
    name: str


class _Untold(Value, frozen=True):
    person_id: str
    name: str
    phone_sealed: bytes


_find_untold = query("voters", "find_untold", _Untold)
_note_told = command("voters", "note_told")
_find_phone = scalar("voters", "find_phone_of", bytes)


def kinds(settings: Settings, pool: Pool) -> Mapping[str, Work]:
    """The work."""
    return {JOB: partial(tell_again, settings, pool)}


async def tell_again(settings: Settings, pool: Pool, job: Job) -> None:
    """Tell those who took a ballot since the last time; once more after the close."""
    assert job.survey_id is not None
    async with transaction(pool) as conn:
        row = await store.find(conn, job.town_id, job.survey_id)
        await tell_taken(conn, settings, row, town=job.town_id, now=now())
        if row.stage in _DURING:
            await queue.enqueue(conn, kind=JOB, town=job.town_id, survey=job.survey_id, after=EVERY)


async def tell_taken(
    conn: Connection, settings: Settings, row: store.ReceptionRow, *, town: TownKey, now: datetime
) -> int:
    """One notice for each, once; how many. A rehearsal writes to nobody."""
    manifest = row.manifest.read()
    if manifest.rehearsal:
        return 0
    untold = await _find_untold.all(conn, town, row.survey_id)
    words = say_taken(manifest.congress, row.title)
    for one in untold:
        told = Told(town, row.survey_id, one.person_id, one.name)
        phone = phones.unseal(settings, one.phone_sealed)
        letter = _letter(told, phone=phone, words=words, kind=Kind.TAKEN, now=now)
        await Outbox(settings).send(conn, letter)
    await _note_told.run(conn, town, row.survey_id, [one.person_id for one in untold])
    return len(untold)


async def tell_reissued(
    conn: Connection, settings: Settings, told: Told, *, congress: str, now: datetime
) -> None:
    """Write to the number on the roll, old as it may be; to nobody where there is none."""
    sealed = await _find_phone.maybe(conn, told.town, told.person)
    if sealed is not None:
        phone, words = phones.unseal(settings, sealed), say_reissued(congress)
        letter = _letter(told, phone=phone, words=words, kind=Kind.REISSUED, now=now)
        await Outbox(settings).send(conn, letter)


def _letter(told: Told, *, phone: str, words: str, kind: Kind, now: datetime) -> Letter:
    day = now.astimezone(CHINA).date() + timedelta(days=DAYS)
    return Letter(
        reference=secrets.token_bytes(32),
        town=told.town,
        survey=told.survey,
        person=told.person,
        name=told.name,
        phone=phone,
        words=words,
        expires_at=datetime.combine(day, time.max, CHINA),
        kind=kind,
    )
