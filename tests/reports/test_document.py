"""A document is proofread before it is printed."""

from reports.document import (
    Annex,
    Clause,
    Column,
    Complaint,
    Document,
    Fault,
    Heading,
    Paragraph,
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
