"""The worker: here, and only here, boards' printing meets the queue and the libraries it needs."""

from service.boards.appraisals import key_work, printing
from service.boards.consultations import printing as consultations
from service.boards.polls import printing as polls
from service.database import Role, open_pool
from service.database.cluster import find_server
from service.jobs.worker import work
from service.settings import Settings


async def do_work(settings: Settings) -> None:
    """Work until cancelled, at the server this home started."""
    pool = await open_pool(settings, find_server(settings), Role.WORKER, size=4)
    try:
        kinds = {**printing.kinds(settings, pool), **key_work.kinds(settings, pool)}
        await work(pool, {**kinds, **polls.kinds(pool), **consultations.kinds(settings, pool)})
    finally:
        await pool.close()
