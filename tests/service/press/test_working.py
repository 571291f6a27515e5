"""The worker's press: what was printed is remembered, and the page hears how far it is."""

import pytest

from reports.document import Document, Paragraph
from service.boards.appraisals import printing
from service.database import Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.press import keeping
from service.press.orders import Laying, Order, order
from service.press.printer import Printer, Queued, Tell, tell_nobody
from service.press.working import Press
from surveys.refusals import Refusal

DATED = "2026-11-20T11:00:00+08:00"
ORDER = order(Document("公告", (Paragraph("现予公布。"),), DATED))
KEYS = tuple(f"{number:064x}" for number in range(3))


class Told(Printer):
    """A printer that writes down what it is asked for, and says it is at page 7."""

    asked: int = 0

    async def print(self, order: Order, tell: Tell = tell_nobody) -> bytes:  # noqa: ARG002
        self.asked += 1
        await tell(Laying(7))
        await tell(Queued())
        return b"%PDF-"


class Lacking(Printer):
    """A printer without Pango, or with another trouble."""

    trouble = "press.lacking"

    async def print(self, order: Order, tell: Tell = tell_nobody) -> bytes:  # noqa: ARG002
        raise Refusal(self.trouble)


@pytest.fixture
async def job(web_pool: Pool, worker_pool: Pool) -> Job:
    """A piece of printing, taken by this worker."""
    async with transaction(web_pool) as conn:
        await conn.execute(
            "insert into registrar.town (town_id, name, congress)"
            " values ('laochang', '老厂镇', '老厂镇人民代表大会')"
        )
        await queue.enqueue(conn, kind="paper.print", town="laochang", survey="s1")
    async with transaction(worker_pool) as conn:
        job = await queue.claim(conn, {"paper.print"})
    assert job is not None
    return job


async def test_the_same_order_is_printed_once(
    worker_pool: Pool, printer: Printer, job: Job
) -> None:
    told = Told(printer.fonts)
    press = Press(worker_pool, told)
    assert await press.make_once(job, ORDER) == await press.make_once(job, ORDER) == b"%PDF-"
    assert told.asked == 1
    await press.make_once(job, order(Document("通报", (), DATED)))
    assert told.asked == 2
    await press.make(job, ORDER)
    assert told.asked == 3, "what may be kept nowhere is printed every time"


async def test_the_page_hears_how_far_it_is(
    worker_pool: Pool, printer: Printer, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.press.working.PAUSE", 3600.0)
    await Press(worker_pool, Told(printer.fonts)).make(job, ORDER)
    async with transaction(worker_pool) as conn:
        words = await conn.fetchval("select progress from registrar.job")
    assert words == "正在排版，已排到第 7 页……", "and is not told more often than it can read"


async def test_the_oldest_files_make_room(worker_pool: Pool, job: Job) -> None:
    for key in KEYS:
        async with transaction(worker_pool) as conn:
            await keeping.keep(conn, job.town_id, key, content=bytes(1000), room=2000)
    async with transaction(worker_pool) as conn:
        found = [await keeping.find_print.maybe(conn, job.town_id, key) for key in KEYS]
        assert await keeping.find_print.maybe(conn, "elsewhere", KEYS[2]) is None
    assert [each is not None for each in found] == [False, True, True]


async def test_a_count_does_not_wait_for_a_typesetter(
    worker_pool: Pool, printer: Printer, job: Job
) -> None:
    lacking = Lacking(printer.fonts)
    assert await printing._print(Press(worker_pool, lacking), job, ORDER) is None
    lacking.trouble = "press.stopped"
    with pytest.raises(Refusal, match=r"press\.stopped"):
        await printing._print(Press(worker_pool, lacking), job, ORDER)
