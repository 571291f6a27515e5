"""Sheets of cards: ten to a page, nothing outside its card, every QR code readable."""

import io
import subprocess

import pytest
import segno
from PIL import Image

from reports.document import Document
from reports.rendering import sheets as printing
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
from reports.wording.proof import say_secrecy
from reports.writing.slips import Slip, write_slips
from surveys.manifest import Custody, Secrecy
from tests.reports.rendering.reading import Line, read_pages

CARD = (95.0, 55.0)
MARGIN = 10.0
DPI = 300


def print_slips(
    fonts: Fonts, number: int, *, unit: str = "", title: str = "民主测评", code: str = ""
) -> bytes:
    return render_pdf(lay_slips(number, unit=unit, title=title, code=code), fonts)


def lay_slips(
    number: int, *, unit: str = "", title: str = "民主测评", code: str = "", groups: int = 1
) -> Document:
    slips = [
        Slip(
            address=f"https://minping.example/s/laochang-2026#K7M492TX00{place:02}",
            code=code or f"K7M4-92TX-00{place:02}-8QRS",
            site="https://minping.laochang.gov.cn/v/laochang-2026/agriculture",
            unit=unit,
            group=f"第{place % groups + 1}组" if groups > 1 else "",
        )
        for place in range(number)
    ]
    return write_slips(
        slips,
        congress="老厂镇人大主席团",
        title=title,
        promise=say_secrecy(Secrecy.SERVER_SEALED, Custody.SYSTEM),
        dated="2026-11-19T08:00:00+08:00",
    )


@pytest.fixture(scope="module")
def sheets(fonts: Fonts) -> bytes:
    return print_slips(fonts, 11)


def box_of(place: int) -> tuple[float, float]:
    """Upper left corner of a card on its page, in millimetres."""
    return MARGIN + place % 2 * CARD[0], MARGIN + place // 2 * CARD[1]


def inside(line: Line, place: int) -> bool:
    left, top = box_of(place)
    return (
        left <= line.left
        and line.right <= left + CARD[0]
        and top <= line.top
        and line.bottom <= top + CARD[1] + 0.5
    )


def test_ten_cards_stand_on_a_page_and_the_eleventh_on_the_next(sheets: bytes) -> None:
    codes = [sum("K7M4-92TX" in line.words for line in page) for page in read_pages(sheets)]
    assert codes == [10, 1]


def test_every_line_stays_inside_a_card(sheets: bytes) -> None:
    for line in read_pages(sheets)[0]:
        assert any(inside(line, place) for place in range(10)), line


@pytest.mark.parametrize("words", ["镇农业农村服务中心", "镇" * 60, "镇" * 200])
def test_long_names_push_no_code_off_its_card(fonts: Fonts, words: str) -> None:
    (page,) = read_pages(print_slips(fonts, 1, unit=words, title=words))
    (code,) = [line for line in page if "K7M4-92TX-0000-8QRS" in line.words]
    (promise,) = [line for line in page if line.words.startswith("不记名投票")]
    assert all(inside(line, 0) for line in page)
    assert code.bottom <= promise.top + 0.5


@pytest.mark.parametrize(
    "code", ["MMMM-WWWW-MMMM-WWWW", "1111-1111-1111-1111", "GE66-ED34-DXFW-FJQ8"]
)
def test_a_code_is_printed_whole_whatever_letters_were_drawn(fonts: Fonts, code: str) -> None:
    (page,) = read_pages(print_slips(fonts, 1, unit="镇农业农村服务中心", code=code))
    (line,) = [line for line in page if code in line.words]
    (promise,) = [line for line in page if line.words.startswith("不记名投票")]
    assert inside(line, 0)
    assert line.bottom <= promise.top + 0.5


def test_thousands_are_printed_in_parts_and_every_sheet_looks_the_same(
    fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Piles of 13 and 12: four sheets, on the second and the last some cards only."""
    document, rendered = lay_slips(25, groups=2), list[Document]()

    told = list[tuple[int, int]]()

    def render(part: Document, given: Fonts) -> bytes:
        rendered.append(part)
        return render_pdf(part, given)

    monkeypatch.setattr(printing, "AT_ONCE", 10)
    monkeypatch.setattr(printing, "render_pdf", render)
    bound = printing.print_sheets(document, fonts, lambda laid, of: told.append((laid, of)))
    assert len(rendered) > 1
    assert told == sorted(told)
    assert told[-1] == (4, 4), "whoever waits hears of every page, and of how many"
    whole = render_pdf(document, fonts)
    assert read_pages(bound) == read_pages(whole)
    assert picture_of(bound) == picture_of(whole)


def test_the_printed_qr_code_is_the_address(sheets: bytes) -> None:
    picture = picture_of(sheets)
    for place in range(10):
        address = f"https://minping.example/s/laochang-2026#K7M492TX00{place:02}"
        wanted = segno.make_qr(address, error="q", boost_error=False)
        rows = [[bool(dark) for dark in row] for row in wanted.matrix]
        assert read_modules(picture, place, len(rows)) == rows


def picture_of(pdf: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-gray", "-"]
    page = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(page))


def read_modules(picture: Image.Image, place: int, size: int) -> list[list[bool]]:
    """Sample the middle of every module between the outermost dark ones of a card's code."""
    left, top = box_of(place)
    area = (left + 2, top + 14, left + 33, top + 43.8)
    part = picture.crop(tuple(round(side * DPI / 25.4) for side in area)).point(
        lambda value: 255 * (value < 128)
    )
    box = part.getbbox()
    assert box is not None
    code = part.crop(box)
    step = code.width / size
    assert step * 25.4 / DPI > 0.5, "a module of a code is at least half a millimetre wide"
    middles = [int((place + 0.5) * step) for place in range(size)]
    return [[code.getpixel((x, y)) == 255 for x in middles] for y in middles]
