"""A poll's report tells what its gate let through, of those who answered."""

from reports.document import Annex, Document, Heading, Paragraph, Table
from reports.wording.poll_report import HIDDEN
from tests.reports.papers import open_poll_report, poll_report
from tests.reports.poll_cases import the_poll, the_poll_result


def said(paper: Document) -> str:
    return "".join(block.words for block in paper.blocks if isinstance(block, Paragraph))


def part(paper: Document, title: str) -> list[object]:
    """What stands under one question."""
    heads = [at for at, block in enumerate(paper.blocks) if isinstance(block, Heading)]
    start = next(at for at in heads if getattr(paper.blocks[at], "words", "") == title)
    return list(paper.blocks[start + 1 : min(at for at in heads if at > start)])


def test_it_says_how_many_came_and_whom_they_speak_for() -> None:
    words = said(poll_report())
    assert "共发出票卡158张，收回答卷123份，其中有效121份，收回率77.8%。" in words
    assert "没有交回答卷的户怎么想，这里不知道。" in words
    assert "无效2份（无法开封2份）。" in words


def test_an_open_link_speaks_for_its_participants_only() -> None:
    paper = open_poll_report()
    assert "仅代表参与者" in said(paper)
    assert "居民认为" not in said(paper)
    assert paper.annexes == ()


def test_every_question_has_its_part_in_the_order_of_the_form() -> None:
    heads = [b.words for b in poll_report().blocks if isinstance(b, Heading) and b.level == 2]
    assert heads == [question.title for question in the_poll().form.questions()]


def test_a_ranking_is_told_by_mean_place_and_first_choices() -> None:
    (table,) = [b for b in part(poll_report(), "最该先办哪三件") if isinstance(b, Table)]
    assert [column.label for column in table.columns] == ["回答", "人数", "比例", "平均名次"]
    means = [float(row[3]) for row in table.rows]
    assert means == sorted(means)
    assert sum(int(row[1]) for row in table.rows) == 121


def test_a_scale_is_told_by_mean_median_and_distribution() -> None:
    found = part(poll_report(), "您信不信提了意见有人管")
    (table,) = [block for block in found if isinstance(block, Table)]
    assert "中位数4分" in str(found)
    assert sum(int(row[1]) for row in table.rows) == 121


def test_what_was_withheld_is_a_star_and_never_a_number() -> None:
    manifest = the_poll()
    result = the_poll_result(manifest)
    hidden = [
        None
        for question in result.questions
        for table in question.tables
        for row in table.rows
        for count in row.counts
        if count is None
    ]
    (annex,) = poll_report().annexes
    assert isinstance(annex, Annex)
    cells = [cell for b in annex.blocks if isinstance(b, Table) for row in b.rows for cell in row]
    assert hidden
    assert HIDDEN in cells
    first = annex.blocks[0]
    assert isinstance(first, Paragraph)
    assert "不予公布" in first.words


def test_reviewed_comments_are_quoted_where_they_belong_and_nowhere_else() -> None:
    assert "要跑三趟" in str(part(poll_report(), "慢在哪里"))
    assert "文字意见另行汇总" in str(part(poll_report(), "其他是什么事"))
