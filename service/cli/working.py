"""The worker: here, and only here, boards' printing meets the queue and the libraries it needs."""

import asyncio

from reports.rendering.fonts import locate_fonts
from service.boards.appraisals import handing_out, key_work, printing
from service.boards.consultations import printing as consultations
from service.boards.documents import printing as papers
from service.boards.polls import printing as polls
from service.boards.reception import notices
from service.database import Role, open_pool
from service.database.cluster import find_server
from service.jobs.worker import work
from service.press.printer import Printer
from service.press.working import Press
from service.settings import Settings


async def do_work(settings: Settings) -> None:
    """Work until cancelled, at the server this home started.

    Drafts somebody looks at have a queue of their own, so that no count waits behind them.
    """
    pool = await open_pool(settings, find_server(settings), Role.WORKER, size=6)
    printer = Printer(locate_fonts(settings.fonts))
    press = Press(pool, printer)
    votes = {
        **printing.kinds(press),
        **handing_out.kinds(press),
        **key_work.kinds(settings, pool),
        **polls.kinds(press),
        **notices.kinds(settings, pool),
    }
    try:
        await asyncio.gather(
            work(pool, {**votes, **consultations.kinds(press)}),
            work(pool, papers.kinds(settings, press)),
        )
    finally:
        await printer.close()
        await pool.close()
