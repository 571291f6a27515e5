"""The machine that prints: warm, within limits, replaced when it fails, and nobody else notices."""

import asyncio
import os
import resource
import secrets
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from reports.document import Column, Document, Enclosed, Paragraph, Table
from reports.rendering.fonts import Fonts, locate_fonts
from reports.rendering.long_tables import MOST
from service.press.orders import Form, Laying, Limits, Writing, key_of, order
from service.press.printer import Printer, Queued
from service.settings import CHECKOUT, Settings
from surveys.refusals import Refusal
from tests.reports.rendering.reading import open_pdf, text

DATED = "2026-11-20T11:00:00+08:00"
SHORT = order(Document("公告", (Paragraph("现予公布。"),), DATED))


def a_long_table(rows: int) -> Document:
    """In pieces that are laid out: a table of more rows would be enclosed as a workbook."""
    columns = tuple(Column(f"第{at}项") for at in range(8))
    cells = tuple(tuple(f"{row}行{at}列" for at in range(8)) for row in range(rows))
    pieces = (cells[at : at + MOST] for at in range(0, rows, MOST))
    return Document("大表", tuple(Table("表", columns, piece) for piece in pieces), DATED)


def what_everybody_sees(process: int | None) -> str:
    """The command line and the environment of a process."""
    line = ["ps", "eww", str(process)]
    return subprocess.run(line, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def fonts(settings: Settings) -> Fonts:
    return locate_fonts(settings.fonts)


async def _close(printer: Printer) -> AsyncIterator[Printer]:
    yield printer
    await printer.close()


@pytest.fixture
async def another(fonts: Fonts) -> AsyncIterator[Printer]:
    """A machine of a test's own."""
    async for printer in _close(Printer(fonts)):
        yield printer


@pytest.fixture
async def narrow(fonts: Fonts) -> AsyncIterator[Printer]:
    """A machine with room for a few pages."""
    async for printer in _close(Printer(fonts, Limits(memory=170_000_000))):
        yield printer


async def test_one_machine_makes_all_three_forms_and_says_how_far_it_is(another: Printer) -> None:
    told: list[object] = []

    async def tell(stage: object) -> None:
        told.append(stage)

    table = a_long_table(60)
    pdf = await another.print(order(table), tell)
    before = another.process
    assert text(pdf).count("大表") >= 1
    pages = len(open_pdf(pdf).pages)
    assert [each.pages for each in told if isinstance(each, Laying)] == [*range(1, pages + 1)]
    assert told[-1] == Writing(pages)
    for form in (Form.DOCX, Form.XLSX):
        assert (await another.print(order(table, form=form)))[:2] == b"PK"
    assert another.process == before


async def test_enclosed_files_travel_with_the_document(printer: Printer) -> None:
    files = (Enclosed("result.json", b"{}"),)
    pdf = await printer.print(order(Document("公告", (), DATED), enclosed=files))
    assert open_pdf(pdf).attachments == {"result.json": [b"{}"]}


async def test_a_machine_killed_in_mid_print_is_replaced(another: Printer) -> None:
    async def kill(stage: object) -> None:
        assert another.process is not None
        if isinstance(stage, Laying):
            os.kill(another.process, signal.SIGKILL)

    with pytest.raises(Refusal, match=r"press\.stopped"):
        await another.print(order(a_long_table(600)), kill)
    assert (await another.print(SHORT))[:5] == b"%PDF-"
    assert another.started == 2


async def test_what_takes_too_long_is_refused_and_the_next_is_printed(
    another: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await another.print(SHORT)
    with monkeypatch.context() as hurry:
        hurry.setattr(another, "limits", Limits(seconds=1.0))
        with pytest.raises(Refusal, match=r"press\.too_long") as refused:
            await another.print(order(a_long_table(3000)))
    assert refused.value.data == {"seconds": 1}
    assert (await another.print(SHORT))[:5] == b"%PDF-"
    assert another.started == 2


async def test_what_takes_too_much_memory_is_refused_and_the_next_is_printed(
    narrow: Printer,
) -> None:
    await narrow.print(SHORT)
    with pytest.raises(Refusal, match=r"press\.too_large"):
        await narrow.print(order(a_long_table(1200)))
    assert (await narrow.print(SHORT))[:5] == b"%PDF-"


async def test_enclosed_files_bring_the_room_they_need(narrow: Printer) -> None:
    """A whole town's sealed list is as large as the machine itself."""
    files = (Enclosed("sealed.jsonl", secrets.token_bytes(60_000_000)),)
    pdf = await narrow.print(order(Document("公告", (), DATED), enclosed=files))
    assert open_pdf(pdf).attachments == {"sealed.jsonl": [files[0].data]}


async def test_a_machine_that_printed_all_day_may_print_on(another: Printer) -> None:
    """Each order has its own processor time: what earlier ones used is not taken from it."""
    until: list[int] = []
    for document in (SHORT, order(a_long_table(300)), SHORT):
        await another.print(document)
        assert another.process is not None
        soft, hard = resource.prlimit(another.process, resource.RLIMIT_CPU)
        assert hard == resource.getrlimit(resource.RLIMIT_CPU)[1]
        until.append(soft)
    assert until[2] > until[0]


async def test_a_machine_gives_its_memory_back_after_a_large_document(fonts: Fonts) -> None:
    printer = Printer(fonts, Limits(worn=1))
    await printer.print(SHORT)
    assert printer.process is None
    await printer.print(SHORT)
    await printer.close()
    assert printer.started == 2


async def test_documents_wait_for_each_other_and_are_told_so(printer: Printer) -> None:
    told: list[object] = []

    async def tell(stage: object) -> None:
        told.append(stage)

    await asyncio.gather(printer.print(SHORT), printer.print(SHORT, tell))
    assert told[0] == Queued()


async def test_a_hostile_document_reads_no_file(printer: Printer, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("票箱的钥匙")
    lure = (
        f'<link rel="attachment" href="file://{secret}"><object data="file://{secret}"></object>'
        f'<img src="file://{secret}"><style>@import "file://{secret}";</style>'
    )
    pdf = await printer.print(order(Document(lure, (Paragraph(lure),), DATED)))
    assert open_pdf(pdf).attachments == {}
    assert "票箱的钥匙" not in text(pdf)


async def test_the_machine_knows_nothing_of_the_site(
    fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINPING_DATABASE_URL", "postgresql://minping:zzheron@db/minping")
    printer = Printer(fonts)
    await printer.print(SHORT)
    shown = what_everybody_sees(printer.process)
    await printer.close()
    assert "service.press" in shown
    assert "zzheron" not in shown


async def test_without_pango_word_files_are_still_made(
    fonts: Fonts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    # The folder of the product stays on the path: where Python is told not to trust the working
    # folder, nothing else leads to it.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(CHECKOUT))))
    printer = Printer(fonts)
    with pytest.raises(Refusal, match=r"press\.lacking"):
        await printer.print(SHORT)
    word = await printer.print(order(Document("公告", (), DATED), form=Form.DOCX))
    await printer.close()
    assert word[:2] == b"PK"


def test_the_key_of_an_order_tells_words_form_fonts_and_enclosed_files_apart(fonts: Fonts) -> None:
    document = Document("公告", (), DATED)
    orders = (
        order(document),
        order(Document("通报", (), DATED)),
        order(document, form=Form.DOCX),
        order(document, rule_words=("一人一票。",)),
        order(document, enclosed=(Enclosed("a", b""),)),
        order(document, enclosed=(Enclosed("a", b"b"),)),
    )
    assert len({key_of(each, fonts) for each in orders}) == len(orders)
    assert key_of(orders[0], fonts) == key_of(order(document), fonts)
    assert key_of(orders[0], Fonts("", "")) != key_of(orders[0], fonts)
