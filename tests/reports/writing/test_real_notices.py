"""Three published notices are written again from their figures, in the form they had."""

from reports.document import Block, Clause, Document, Paragraph, Table
from tests.reports.papers import real_nanxiong, real_zhanyi, real_zhenhai
from tests.reports.real_notices import published_figures


def words(blocks: tuple[Block, ...]) -> str:
    """The running text."""
    said = (
        block.lead + block.words if isinstance(block, Clause) else block.words
        for block in blocks
        if isinstance(block, Clause | Paragraph)
    )
    return "\n".join(said)


def the_table(blocks: tuple[Block, ...]) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def column(table: Table, group: str, label: str) -> list[str]:
    at = [(c.group, c.label) for c in table.columns].index((group, label))
    return [row[at] for row in table.rows]


def test_the_notice_of_zhanyi_has_its_number_paragraphs_and_closing() -> None:
    notice = real_zhanyi()
    assert notice.number == "第60号"
    assert words(notice.blocks).startswith("2019年12月26日，沾益区人大常委会对")
    assert "现将测评结果公告如下：" in words(notice.blocks)
    clauses = [block for block in notice.blocks if isinstance(block, Clause)]
    for clause, row in zip(clauses, published_figures("zhanyi"), strict=True):
        counts, rates = row["counts"], row["published"]
        assert clause.lead == f"{row['department']}测评情况："
        assert clause.words == (
            f"发出测评表{row['issued']}张，收回{row['returned']}张，"
            f"满意票{counts['满意']}票，满意率{rates['满意率']}%，"
            f"基本满意票{counts['基本满意']}票，基本满意率{rates['基本满意率']}%。"
        )
    assert notice.closing is not None
    assert (notice.closing.issuer, notice.closing.date) == ("沾益区人大常委会", "2019年12月26日")


def test_the_circular_of_nanxiong_addresses_the_units_decides_and_attaches_its_table() -> None:
    circular: Document = real_nanxiong()
    assert circular.title == "南雄市人大常委会关于专项工作评议测评结果的通报"
    assert circular.addressee == "各有关单位"
    said = words(circular.blocks)
    assert (
        "测评结果为：“未通过”1个（韶关市南雄公路事务中心）。各测评对象的票数和比率见附件。" in said
    )
    assert "“未通过”的，继续整改，再次评议，期限3个月，期满后再次测评" in said
    assert said.endswith("特此通报。")
    assert [annex.title for annex in circular.annexes] == [
        "民主测评结果统计表",
        "计票规则和计票核对",
    ]
    table = the_table(circular.annexes[0].blocks)
    assert column(table, "满意", "票数") == ["12"]
    assert column(table, "满意", "比率") == ["46.15"]
    assert column(table, "", "等次") == ["未通过"]


def test_the_posting_of_zhenhai_has_the_rule_as_a_note_and_who_was_present() -> None:
    posting = real_zhenhai()
    rows = published_figures("zhenhai")
    assert "以无记名投票方式" in words(posting.blocks)
    assert "“满意”4个" in words(posting.blocks)
    note = next(b for b in posting.blocks if isinstance(b, Paragraph) and b.words[0] == "（")
    assert note.words.startswith("（注：等次依次判定")
    assert posting.blocks.index(note) < posting.blocks.index(the_table(posting.blocks))
    table = the_table(posting.blocks)
    assert column(table, "", "测评对象") == [row["item"] for row in rows]
    for grade in ("满意", "基本满意", "不满意"):
        assert column(table, grade, "票数") == [str(row["counts"][grade]) for row in rows]
    assert column(table, "", "等次") == [row["published_grade"] for row in rows]
    assert "实到29人" in table.notes[0]
    assert table.notes[0].endswith("符合法定人数。")
