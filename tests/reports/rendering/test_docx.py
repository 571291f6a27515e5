"""A Word document is read back by python-docx: styles, numbering, tables, pages, nobody's name."""

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.document import Card, Cards, Document, Fact, Facts, Paper, Paragraph, SignatureLines
from reports.rendering.docx import render_docx
from tests.reports.rendering.sample import DATED, VOTES, results, the_sample


@pytest.fixture(scope="module")
def word() -> Any:
    return docx.Document(io.BytesIO(render_docx(the_sample())))


def paragraphs(word: Any, style: str) -> list[str]:
    return [line.text for line in word.paragraphs if line.style.name == style]


def test_headings_are_headings_and_numbered_by_word(word: Any) -> None:
    assert paragraphs(word, "Heading 1") == ["测评结果", "整改要求"]
    assert paragraphs(word, "Heading 2") == ["各部门情况", "名次与变化"]
    heading = next(line for line in word.paragraphs if line.style.name == "Heading 2")
    numbering = heading._p.pPr.numPr
    assert numbering.ilvl.val == 1
    levels = word.part.numbering_part.element.findall(qn("w:abstractNum"))[0].findall(qn("w:lvl"))
    shown = [level.find(qn("w:lvlText")).get(qn("w:val")) for level in levels]
    assert shown == ["%1、", "（%2）", "%3.", "（%4）"]


def test_a_clause_is_numbered_with_the_headings_and_leads_in_their_face(word: Any) -> None:
    clause = next(line for line in word.paragraphs if line.text.startswith("镇财政所："))
    assert clause._p.pPr.numPr.ilvl.val == 2
    assert [run.text for run in clause.runs] == ["镇财政所：", "满意37票，满意率88.10%。"]


def test_the_faces_are_those_of_the_standard_for_chinese_letters(word: Any) -> None:
    faces = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("公文正文", "Title", "Heading 1", "Heading 2", "Heading 3")
    }
    assert faces == {
        "公文正文": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
    }


def test_the_page_is_that_of_the_standard(word: Any) -> None:
    first = word.sections[0]
    assert [round(side.mm) for side in (first.page_width, first.page_height)] == [210, 297]
    margins = (first.top_margin, first.right_margin, first.bottom_margin, first.left_margin)
    assert [round(side.mm, 1) for side in margins] == [37, 26, 35, 28]
    body = word.styles["公文正文"].paragraph_format
    assert body.line_spacing.pt * 22 <= Mm(225).pt
    size, tight = word.styles["公文正文"].font.size.pt, -0.25
    assert 28 * (size + tight) <= Mm(156).pt < 28.5 * (size + tight)


def test_a_table_across_has_a_section_of_its_own(word: Any) -> None:
    turned = [section.orientation for section in word.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_pages_are_numbered_right_and_left(word: Any) -> None:
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        line = footer.paragraphs[0]
        assert line.text.replace(" ", "") == "——"
        assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"


def test_a_table_says_what_the_document_says_and_repeats_its_heads(word: Any) -> None:
    table = word.tables[0]
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert tuple(rows[2:]) == results().rows
    assert rows[0] == ("序号", "测评对象", "满意", "满意", "等次")
    assert rows[1] == ("序号", "测评对象", "票数", "比率", "等次")
    heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
             for row in table.rows]  # fmt: skip
    assert heads == [True, True, False, False, False, False]


def test_a_chart_is_the_table_of_its_numbers_with_its_words_beside(word: Any) -> None:
    table = word.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == [
        "对象",
        "满意",
        "基本满意",
        "不满意",
        "不了解",
    ]
    assert [cell.text for cell in table.rows[1].cells] == ["镇财政所", *map(str, VOTES["镇财政所"])]
    told = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert "满意 37 票（88.1%）" in told


def test_every_attachment_counts_its_headings_afresh() -> None:
    word = docx.Document(io.BytesIO(render_docx(the_sample())))
    numbers = word.part.numbering_part.element.findall(qn("w:num"))
    ours = [number for number in numbers if number.find(qn("w:lvlOverride")) is not None]
    assert len(ours) == 1 + len(the_sample().annexes)


def test_the_record_and_the_closing_are_there(word: Any) -> None:
    assert word.paragraphs[-1].text == ""
    record = [cell.text for row in word.tables[-1].rows for cell in row.cells]
    assert record[0].startswith("抄送：镇党委，市人大常委会")
    assert record[-2:] == ["老厂镇人大办公室", "2026年11月20日印发"]
    assert paragraphs(word, "落款")[-2:] == ["老厂镇人民代表大会主席团", "2026年11月20日"]


def test_only_a_draft_says_that_it_is_one() -> None:
    drafted = docx.Document(io.BytesIO(render_docx(the_sample(draft=True))))
    for header in (drafted.sections[0].header, drafted.sections[0].even_page_header):
        assert header.paragraphs[0].text == "草稿　未经签发，不得公布"
    assert "（印章）" in paragraphs(drafted, "落款")


def test_nobody_is_named_and_nothing_remembers_the_hour(word: Any) -> None:
    about = word.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created.isoformat() == "2026-11-20T03:00:00+00:00"
    assert not any("thumbnail" in part.reltype for part in word.part.package.rels.values())
    assert render_docx(the_sample()) == render_docx(the_sample())


def test_a_name_is_text_whatever_it_holds() -> None:
    evil = '<w:p/>&\x00\u202e"'
    printed = render_docx(Document(evil, (Paragraph(evil),), DATED, issuer=evil))
    assert docx.Document(io.BytesIO(printed)).paragraphs[-1].text == '<w:p/>&"'


def test_a_form_has_its_facts_and_its_lines_to_sign() -> None:
    blocks = (
        Facts((Fact("地点"), Fact("应到", "46人"), Fact("实到", "43人"))),
        SignatureLines((("监票人", 2),)),
    )
    sheet = Document("计票结果报告单", blocks, DATED, paper=Paper.SHEET)
    lines = [line.text for line in docx.Document(io.BytesIO(render_docx(sheet))).paragraphs]
    assert "应到：46人　　实到：43人" in lines
    assert sum("____" in line for line in lines) == 2


def test_cards_are_not_for_editing() -> None:
    card = Card("甲", "乙", "", "https://x", "K7M4", (), "")
    with pytest.raises(TypeError):
        render_docx(Document("票卡", (Cards((card,)),), DATED, paper=Paper.CARDS))
