"""A document is proofread before it is printed."""

from reports.charts import Turnout
from reports.document import (
    Annex,
    Clause,
    Column,
    Complaint,
    Document,
    Fault,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Record,
    Table,
    proofread,
)


def a_document(*blocks: object, title: str = "公告", annexes: tuple[Annex, ...] = ()) -> Document:
    return Document(title=title, blocks=blocks, dated="", annexes=annexes)  # type: ignore[arg-type]


def test_a_whole_document_has_nothing_to_mend() -> None:
    table = Table("表", (Column("甲"), Column("乙")), (("1", "2"),))
    document = a_document(
        Paragraph("正文"), Heading(1, "一"), Heading(2, "二"), Clause(1, "三：", "四"), table
    )
    assert proofread(document) == ()


def test_a_level_may_not_be_skipped() -> None:
    assert proofread(a_document(Heading(1, "甲"), Heading(3, "丙"))) == (
        Complaint(Fault.SKIPPED_LEVEL, "丙"),
    )


def test_a_level_may_end_and_the_next_chapter_begin() -> None:
    assert proofread(a_document(Heading(1, "甲"), Heading(2, "乙"), Heading(1, "丙"))) == ()


def test_a_row_has_as_many_cells_as_the_table_has_columns() -> None:
    table = Table("统计表", (Column("甲"), Column("乙")), (("1", "2"), ("镇财政所",)))
    assert proofread(a_document(table)) == (Complaint(Fault.UNEVEN_ROW, "统计表：镇财政所"),)


def test_a_table_has_columns_and_rows_and_fits_the_page() -> None:
    wide = tuple(Column(str(n)) for n in range(17))
    assert proofread(a_document(Table("甲", (), ()), Table("乙", wide, ()))) == (
        Complaint(Fault.NO_COLUMNS, "甲"),
        Complaint(Fault.NO_ROWS, "甲"),
        Complaint(Fault.TOO_WIDE, "乙"),
        Complaint(Fault.NO_ROWS, "乙"),
    )


def test_titles_words_and_annexes_are_not_empty() -> None:
    document = a_document(Paragraph(" "), Heading(1, ""), title="", annexes=(Annex("附表", ()),))
    assert proofread(document) == (
        Complaint(Fault.UNTITLED, ""),
        Complaint(Fault.EMPTY_WORDS, ""),
        Complaint(Fault.EMPTY_WORDS, ""),
        Complaint(Fault.EMPTY_ANNEX, "附表"),
    )


def test_annexes_are_proofread_too() -> None:
    annex = Annex("附表", (Heading(2, "乙"),))
    assert proofread(a_document(annexes=(annex,))) == (Complaint(Fault.SKIPPED_LEVEL, "乙"),)


def test_a_figure_has_a_caption_and_says_what_it_shows() -> None:
    silent = Figure(Turnout(()), "参评情况", " ")
    nameless = Figure(Turnout(()), "", "没有人参加。")
    assert proofread(a_document(silent, nameless)) == (
        Complaint(Fault.NO_ALTERNATIVE, "参评情况"),
        Complaint(Fault.NO_CAPTION, "没有人参加。"),
    )


def test_a_slot_is_named_once() -> None:
    twice = (Paragraph("甲", slot="opening"), Paragraph("乙", slot="opening"))
    assert proofread(a_document(*twice)) == (Complaint(Fault.SLOT_TWICE, "opening"),)


def test_a_page_across_carries_more_columns() -> None:
    table = Table("表", tuple(Column(str(n)) for n in range(20)), (("1",) * 20,))
    upright = a_document(annexes=(Annex("附表", (table,)),))
    across = a_document(annexes=(Annex("附表", (table,), landscape=True),))
    assert proofread(upright) == (Complaint(Fault.TOO_WIDE, "表"),)
    assert proofread(across) == ()


def test_a_record_names_its_printer_and_belongs_to_official_paper() -> None:
    record = Record("", "2026年11月20日")
    form = Document("报告单", (), "", paper=Paper.SHEET, record=record)
    assert proofread(form) == (
        Complaint(Fault.NO_RECORD, ""),
        Complaint(Fault.UNFURNISHED, "报告单"),
    )
