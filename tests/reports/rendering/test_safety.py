"""A name may hold anything; the page loads nothing it was not given and runs nothing."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from weasyprint import HTML

from reports.document import Card, Cards, Column, Document, Fact, Facts, Paper, Paragraph, Table
from reports.rendering.fonts import Fonts
from reports.rendering.html import render_html
from reports.rendering.pdf import print_html, render_pdf
from reports.rendering.resources import OwnFilesOnly, RefusedAddress, own_files
from tests.reports.rendering.reading import open_pdf, text

DATED = "2026-11-20T11:00:00+08:00"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that writes down who asks for what."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def lures(address: str) -> str:
    return (
        f'<img src="{address}/img.png"><link rel="stylesheet" href="{address}/style.css">'
        f'<style>@import "{address}/import.css"; @font-face{{font-family:x;src:url({address}/f)}}'
        f"p{{background:url({address}/back.png);font-family:x}}</style>"
        f'<object data="{address}/object.svg"></object><embed src="{address}/embed.svg">'
        f'<svg><image href="{address}/image.png"/></svg>'
        f'<link rel="attachment" href="{address}/secret">'
    )


def test_a_hostile_name_is_printed_as_text(fonts: Fonts, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    name = f"<script>alert(1)</script>{lures(address)}"
    pdf = render_pdf(
        Document(
            title=name,
            issuer=name,
            blocks=(
                Paragraph(name),
                Facts((Fact(name, name),)),
                Table(name, (Column(name),), ((name,),), notes=(name,)),
            ),
            dated=DATED,
        ),
        fonts,
    )
    assert asked == []
    assert "<script>alert(1)</script>" in text(pdf)
    assert open_pdf(pdf).attachments == {}


def test_the_lures_do_bite_where_nobody_guards(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    HTML(string=f"<body><p>正文</p>{lures(address)}").write_pdf()
    assert {"/img.png", "/style.css", "/import.css", "/f", "/back.png", "/secret"} <= set(asked)


def test_even_real_markup_fetches_nothing(fonts: Fonts, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    page = f'<html lang="zh-CN"><body><p>正文</p>{lures(address)}</body></html>'
    pdf = print_html(page, fonts, styles=f'@import "{address}/own.css";', dated="")
    assert asked == []
    assert open_pdf(pdf).attachments == {}


def test_even_real_markup_reads_no_file(fonts: Fonts, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("钥匙在门垫下")
    page = f'<html lang="zh-CN"><body><p>正文</p>{lures(tmp_path.as_uri())}</body></html>'
    page = page.replace("/secret", "/secret.txt")
    assert secret.as_uri() in page
    pdf = print_html(page, fonts, styles="", dated="")
    assert open_pdf(pdf).attachments == {}
    assert "钥匙在门垫下".encode() not in pdf


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "https://minping.example/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "minping-font:../../etc/passwd",
        "minping-font:FandolFang-Regular.otf?x",
        "",
    ],
)
def test_the_fetcher_refuses(fonts: Fonts, address: str) -> None:
    fetcher = OwnFilesOnly(own_files(fonts))
    with pytest.raises(RefusedAddress):
        fetcher(address)
    assert fetcher.refused == [address]


def test_the_fetcher_serves_our_own_fonts(fonts: Fonts) -> None:
    fetcher = OwnFilesOnly(own_files(fonts))
    served = fetcher("minping-font:FandolFang-Regular.otf").read()
    assert served == (Path(fonts.fandol) / "FandolFang-Regular.otf").read_bytes()


def test_every_word_of_a_document_is_escaped() -> None:
    evil = '"><b>&'
    card = Card(evil, evil, evil, "http://x/#1", evil, (evil,), evil, evil)
    for document in (
        Document(evil, (Cards((card,)),), DATED, paper=Paper.CARDS),
        Document(evil, (Paragraph(evil),), DATED, issuer=evil, number=evil),
    ):
        html = render_html(document)
        assert evil not in html
        assert "&quot;&gt;&lt;b&gt;&amp;" in html


def test_a_name_cannot_turn_the_figures_that_follow_it() -> None:
    html = render_html(Document("公告", (Paragraph("镇财政所\u202e37票\x00"),), DATED))
    assert "镇财政所37票" in html
