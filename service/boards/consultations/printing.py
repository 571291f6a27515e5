"""The worker's side of a consultation: close it on time, print the digest.

Each piece of work may be done twice and ends the same: a finished step is left alone.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from reports.writing.digest import write_digest
from service.boards.consultations import running, store
from service.boards.consultations.deeds import take
from service.boards.consultations.reading import demand_reviewed, occasion_of, read_reviewed
from service.database import Pool, transaction
from service.dossier.deeds import by_program, record
from service.dossier.files import keep_file
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.orders import order
from service.press.working import Press
from service.register import read_congress
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.consultation.course import Stage
from surveys.consultation.digest import digest_of

DIGEST: Final = "digest.pdf"


class ChangedMeanwhileError(Exception):
    """A step was undone while the digest was printed; the worker tries again."""


def kinds(press: Press) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    return {running.CLOSING: partial(close, press.pool), running.DIGESTING: partial(digest, press)}


async def close(pool: Pool, job: Job) -> None:
    """Close at the announced time."""
    async with transaction(pool) as conn:
        await running.close_on_time(conn, by_program(job))


async def digest(press: Press, job: Job) -> None:
    """Say what was accepted, freeze it, print it.

    Steps undone while it is printed are noticed: the digest kept is of what stands when it is kept.
    """
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.CLOSED:
            return
        reviewed = await read_reviewed(conn, deed.town, deed.survey)
        demand_reviewed(reviewed)
        congress = await read_congress.get(conn, deed.town)
    said = digest_of(row.plan.read(), reviewed)
    document = write_digest(said, occasion_of(row, congress, deed.now))
    printed = await press.make(job, order(document))
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.DIGESTED)
        if await read_reviewed(conn, deed.town, deed.survey) != reviewed:
            raise ChangedMeanwhileError
        await keep_file(conn, deed, DIGEST, printed, public=True)
        written = canonical.encode(said).decode()
        await store.keep_digest.run(conn, deed.town, deed.survey, written, deed.now)
        await record(conn, deed, "digested-consultation", fingerprint(printed))
