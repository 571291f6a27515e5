"""A document becomes HTML that reads in order, with numbers, headers and notes in their places."""

from reports.document import (
    Annex,
    Clause,
    Closing,
    Codes,
    Column,
    Document,
    Fact,
    Heading,
    Paragraph,
    SignatureLines,
    Table,
)
from reports.rendering.html import render_blocks, render_html
from reports.rendering.titles import break_title


def test_headings_and_clauses_share_the_official_numbers() -> None:
    html = render_blocks(
        [
            Clause(1, "镇财政所：", "好。"),
            Heading(1, "核对"),
            Heading(2, "指纹"),
            Heading(2, "程序"),
        ]
    )
    assert html == (
        '<p class="clause"><span class="level1">一、镇财政所：</span>好。</p>'
        '<h2 class="level1">二、核对</h2>'
        '<h3 class="level2">（一）指纹</h3><h3 class="level2">（二）程序</h3>'
    )


def test_annexes_are_announced_before_the_closing_and_follow_it() -> None:
    document = Document(
        title="公告",
        blocks=(Paragraph("正文"),),
        dated="",
        closing=Closing("主席团", "2026年11月18日"),
        annexes=(Annex("甲表", (Paragraph("甲"),)), Annex("乙表", (Paragraph("乙"),))),
    )
    html = render_html(document)
    places = [
        html.index(part) for part in ("正文", "1.甲表", "2.乙表", "主席团", "附件1<", "附件2<")
    ]
    assert places == sorted(places)


def test_a_single_annex_bears_no_number() -> None:
    html = render_html(
        Document("公告", (Paragraph("正文"),), "", annexes=(Annex("甲表", (Paragraph("甲"),)),))
    )
    assert "<span>甲表</span>" in html
    assert ">附件</p>" in html


def test_grouped_columns_share_a_head() -> None:
    table = Table(
        "",
        (Column("对象"), Column("票数", group="满意"), Column("比率", group="满意")),
        (("镇财政所", "25", "89.29"),),
    )
    assert render_blocks([table]) == (
        '<div class="table roomy short"><table><colgroup><col><col><col></colgroup><thead>'
        '<tr><th scope="col" class="whole" rowspan="2">对象</th>'
        '<th scope="colgroup" colspan="2">满意</th></tr>'
        '<tr><th scope="col" class="whole">票数</th>'
        '<th scope="col" class="whole">比率</th></tr></thead><tbody>'
        '<tr><th scope="row">镇财政所</th><td>25</td><td>89.29</td></tr></tbody></table></div>'
    )


def test_one_note_stands_beside_its_head_and_several_are_numbered() -> None:
    def notes(*words: str) -> str:
        html = render_blocks([Table("", (Column("甲"),), (("1",),), notes=words)])
        return html.partition("</table>")[2]

    assert "<p><span>注：</span>只有一条</p>" in notes("只有一条")
    assert "<p><span>1.</span>甲</p><p><span>2.</span>乙</p>" in notes("甲", "乙")


def test_fingerprints_are_cut_into_fours() -> None:
    html = render_blocks([Codes((Fact("票箱", "3f9a1c07"),))])
    assert "<span>3f9a 1c07" in html


def test_every_signature_has_its_line() -> None:
    html = render_blocks([SignatureLines((("监票人", 2), ("主持人", 1)))])
    assert html.count("<i></i>") == 3


def test_a_long_title_breaks_into_lines_that_fit_and_loses_nothing() -> None:
    for title in ("公告", "甲" * 19, "甲" * 20, "老厂镇" * 20, "关于" + "部门的" * 12):
        lines = break_title(title)
        assert "".join(lines) == title
        assert all(0 < len(line) <= 20 for line in lines)
