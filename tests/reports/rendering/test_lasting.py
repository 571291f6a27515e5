"""What a PDF needs to last: PDF/A marks, tags, fonts, its evidence inside, the same bytes."""

import re

import pytest

from reports.document import Document, Paragraph
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import Enclosed, render_pdf
from reports.writing.notice import write_notice
from surveys import canonical
from tests.reports.cases import laochang_count, laochang_manifest, published
from tests.reports.rendering.reading import (
    catalogue,
    embedded_fonts,
    find,
    open_pdf,
    tags,
)

DATED = "2026-11-20T11:00:00+08:00"


def the_files() -> tuple[Enclosed, ...]:
    manifest, result = laochang_manifest(), published(laochang_count(), at=DATED)
    return (
        Enclosed("manifest.json", canonical.encode(manifest), "测评方案"),
        Enclosed("sealed.jsonl", b'{"leaf":"00"}\n{"leaf":"01"}\n'),
        Enclosed("box.jsonl", b""),
        Enclosed("result.json", canonical.encode(result)),
    )


def print_notice(fonts: Fonts) -> bytes:
    notice = write_notice(
        laochang_manifest(),
        published(laochang_count(), at=DATED),
        rule_words=("以收回票为基数。", "比率四舍五入到两位小数。"),
        fingerprint="ab" * 32,
    )
    return render_pdf(notice, fonts, enclosed=the_files())


@pytest.fixture(scope="module")
def notice(fonts: Fonts) -> bytes:
    return print_notice(fonts)


def test_it_says_that_it_is_pdf_a_3a(notice: bytes) -> None:
    packet = catalogue(notice)["/Metadata"].get_object().get_data().decode()
    assert re.findall(r"pdfaid:(part|conformance)=\"(.*?)\"", packet) == [
        ("part", "3"),
        ("conformance", "A"),
    ]
    assert catalogue(notice)["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"


def test_it_is_chinese_tagged_and_titled(notice: bytes) -> None:
    root = catalogue(notice)
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert open_pdf(notice).metadata.title == "老厂镇2026年度部门工作民主测评结果公告"


def test_it_names_nobody_and_no_machine(notice: bytes) -> None:
    about = open_pdf(notice).metadata
    assert sorted(about) == ["/CreationDate", "/ModDate", "/Producer", "/Title"]
    assert about["/CreationDate"] == "D:20261120110000+08'00"
    assert b"/work" not in notice
    assert b"/tmp" not in notice


def test_every_font_is_embedded_and_can_be_copied_from(notice: bytes) -> None:
    found = embedded_fonts(notice)
    assert {"FandolSong", "FandolFang", "FandolHei"} <= set(found)
    for font in found.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor
        assert "/ToUnicode" in font


def test_it_carries_the_published_files_byte_for_byte(notice: bytes) -> None:
    assert open_pdf(notice).attachments == {file.name: [file.data] for file in the_files()}


def test_each_file_is_associated_once_as_data(notice: bytes) -> None:
    associated = [entry.get_object() for entry in catalogue(notice)["/AF"]]
    assert [entry["/UF"] for entry in associated] == [file.name for file in the_files()]
    assert {entry["/AFRelationship"] for entry in associated} == {"/Data"}


def test_a_screen_reader_finds_the_title_and_the_heads_of_the_table(notice: bytes) -> None:
    kinds = [str(tag["/S"]) for tag in tags(notice)]
    assert kinds.count("/Table") == 2
    assert kinds.index("/H1") < kinds.index("/Table")
    assert kinds.count("/TH") > kinds.count("/TR")


def test_printing_again_gives_the_same_bytes(notice: bytes, fonts: Fonts) -> None:
    assert print_notice(fonts) == notice


def test_other_evidence_gives_another_identifier(fonts: Fonts) -> None:
    document = Document(title="公告", blocks=(Paragraph("正文"),), dated=DATED)
    one, other = (
        render_pdf(document, fonts, enclosed=(Enclosed("box.jsonl", data),))
        for data in (b"a", b"b")
    )
    assert open_pdf(one).trailer["/ID"] != open_pdf(other).trailer["/ID"]


def test_it_prints_without_the_fandol_family_too(fonts: Fonts) -> None:
    poor = Fonts(fandol="/nonexistent", noto=fonts.noto)
    pdf = render_pdf(Document(title="公告", blocks=(Paragraph("正文"),), dated=DATED), poor)
    assert find(pdf, "正文")
    assert set(embedded_fonts(pdf)) == {"Noto-Serif-SC"}
