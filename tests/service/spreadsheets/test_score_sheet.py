"""A sheet filled in by hand is read kindly and checked strictly: each mistake in its place."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from reports.wording.scoring import MISTAKES, explain
from service.spreadsheets.reading import read_sheets
from service.spreadsheets.score_sheet import MOST_COLUMNS, read_score_sheet
from service.spreadsheets.score_template import write_template
from surveys.appraisal.plan import AppraiseeClass
from surveys.rules.presets import KEYS, preset
from surveys.rules.ruleset import Item, RuleSet
from surveys.tally.paper import Gathering, Paper, Scored, score_paper
from tests.service.spreadsheets.filling import book, filled, table

RATES = preset("returned-rates")
TOWN = preset("township-three-grade")
HEADINGS = ("测评对象", "满意", "基本满意", "不满意")


def read(
    content: bytes, rules: RuleSet = RATES, told: Gathering | None = None
) -> Paper | tuple[str, ...]:
    found = read_score_sheet(read_sheets(content, columns=MOST_COLUMNS), rules, told=told)
    return tuple(explain(each) for each in found) if isinstance(found, tuple) else found


def scored(content: bytes, rules: RuleSet = RATES, told: Gathering | None = None) -> Scored:
    paper = read(content, rules, told)
    assert isinstance(paper, Paper), paper
    return score_paper(paper, rules)


def mistakes(content: bytes, rules: RuleSet = RATES) -> Sequence[str]:
    found = read(content, rules)
    assert not isinstance(found, Paper)
    return found


RATED = (
    ("2019年满意率统计表", "", "", "", "", "", "", ""),
    ("序号", "测评对象", "票数", "", "", "比率", "", ""),
    ("", "", "满意", "基本满意", "不满意", "满意", "基本满意", "不满意"),
    (1, "区住建局", 25, 3, 0, "89.29", "10.71", ""),
    (2, "区自然资源局", 26, 2, 0, "92.86", "7.14", ""),
    ("", "合计", 51, 5, 0, "", "", ""),
)
PAIRED = (
    ("2019年满意率统计表", "", "", "", "", "", "", ""),
    ("序号", "测评对象", "满意", "", "基本满意", "", "不满意", ""),
    ("", "", "票数", "比率", "票数", "比率", "票数", "比率"),
    (1, "区住建局", 25, "89.29", 3, "10.71", 0, ""),
    (2, "区自然资源局", 26, "92.86", 2, "7.14", 0, ""),
)


def test_spaces_wide_digits_units_and_dashes_are_read_as_meant() -> None:
    plain = scored(table(HEADINGS, ("镇财政所", 25, 3, 0)))
    loose = scored(
        table(("部 门", "满 意", " 基本满意 ", "不满意"), (" 镇财政所 ", "２５", "3票", "—"))
    )
    assert loose == plain


@pytest.mark.parametrize("rows", [RATED, PAIRED], ids=["above", "below"])
def test_a_published_table_with_titles_rates_and_totals_is_read_as_it_stands(
    rows: Sequence[Sequence[str | int]],
) -> None:
    found = scored(table(*rows))
    counts = [result.items[0].counts for result in found.results]
    assert [tuple(each.values()) for each in counts] == [(25, 3, 0), (26, 2, 0)]
    assert [each.label for each in found.appraisees] == ["区住建局", "区自然资源局"]


def _offered(rules: RuleSet, item: Item) -> list[bool]:
    return [not item.options or option.key in item.options for option in rules.options]


def test_departments_merged_over_their_items_are_carried_down() -> None:
    rules = preset("suggestion-two-way")
    items, options = rules.items, [option.label for option in rules.options]
    rows = [
        ("" if number else "第1号建议", item.label, *map(int, _offered(rules, item)))
        for number, item in enumerate(items)
    ]
    found = scored(table(("测评对象", "测评指标", *options), *rows), rules)
    assert len(found.results) == 1
    assert all(sum(item.counts.values()) > 0 for item in found.results[0].items)


def test_every_mistake_in_a_table_of_counts_is_told_at_once_where_it_stands() -> None:
    content = table(
        (*HEADINGS, "收回", "合计"),
        ("镇财政所", "二十五", 3, 0, 28, ""),
        ("", 1, 2, 3, 6, ""),
        ("镇农业中心", 20, 3, 0, 28, ""),
        ("镇派出所", 20, 3, 0, 23, 24),
        ("镇财政所", 1, 1, 1, 3, ""),
        ("镇卫生院", "", "", "", "", ""),
    )
    assert mistakes(content) == (
        "“票数汇总”第 2 行 B 列：“二十五”不是票数。请填阿拉伯数字，如 25；没有票填 0。",
        "“票数汇总”第 3 行 A 列：没有填测评对象。",
        "“票数汇总”第 4 行：收回 28 张，各档、未选、无效相加是 23 张，少 5 张。请核对。",
        "“票数汇总”第 5 行 F 列：合计写的是 24，各档相加是 23。请核对。",
        "“票数汇总”第 7 行：这一行还没有填票数。一票也没有的请填 0，不测评的请删去这一行。",
    )


def test_lines_that_do_not_balance_or_stand_twice_are_told() -> None:
    content = table(
        (*HEADINGS, "收回"),
        ("镇财政所", 20, 3, 0, 28),
        ("镇派出所", 30, 3, 0, 28),
        ("镇财政所", 20, 8, 0, 28),
    )
    assert mistakes(content) == (
        "“票数汇总”第 2 行：收回 28 张，各档、未选、无效相加是 23 张，少 5 张。请核对。",
        "“票数汇总”第 3 行：收回 28 张，各档、未选、无效相加是 33 张，多 5 张。请核对。",
        "“票数汇总”第 4 行：“镇财政所”的同一项已经在第 2 行写过。请删去一行。",
    )


def test_a_strange_heading_is_never_left_out_in_silence() -> None:
    told = MISTAKES["unknown_column"].format(word="喜欢", known="满意、基本满意、不满意")
    assert mistakes(table(("测评对象", "满意", "基本满益", "喜欢"), ("镇财政所", 1, 2, 3))) == (
        "“票数汇总”第 1 行 C 列：表头“基本满益”不在规则里，是不是“基本满意”？",
        f"“票数汇总”第 1 行 D 列：{told}",
    )


def test_every_mistake_in_a_table_of_ballots_is_told_at_once() -> None:
    content = table(
        ("票号", "镇财政所", "镇派出所", "镇卫生院", ""),
        (1, "满意", "满益", "", ""),
        (1, "满意", "很好", "", "满意"),
        name="逐票录入",
    )
    assert mistakes(content) == (
        f"“逐票录入”第 1 行 D 列：{MISTAKES['untouched']}",
        "“逐票录入”第 1 行 E 列：这一列有内容，但没有表头。",
        "“逐票录入”第 2 行 C 列：“满益”不在规则里，是不是“满意”？",
        "“逐票录入”第 3 行 A 列：票号“1”在第 2 行已经录过。请核对是不是同一张票录了两次。",
        "“逐票录入”第 3 行 C 列：“很好”不在规则里。可填：满意、基本满意、不满意。",
    )


def test_blank_and_double_marks_are_left_to_the_rule() -> None:
    found = scored(
        table(("票号", "镇财政所"), (1, "满意"), (2, ""), (3, "满意、不满意"), name="逐票录入")
    )
    (result,) = found.results
    assert (result.returned, result.valid, result.abstained) == (3, 2, 1)
    assert found.by_ballot


def test_ballots_and_returned_must_agree() -> None:
    content = book(
        会议情况=(("应到人数", 5), ("实到人数", 4), ("收回票数", 3)),
        逐票录入=(("票号", "镇财政所"), (1, "满意"), (2, "满意")),
    )
    assert mistakes(content) == (
        "“逐票录入”：收回 3 张，“逐票录入”里有 2 张。请核对有没有漏录或重录。",
    )


def test_the_meeting_must_agree_with_itself() -> None:
    content = book(
        会议情况=(("应到", 5), ("实到", 6), ("发出", 7), ("收回", 8), ("测评日期", "去年")),
        票数汇总=(HEADINGS, ("镇财政所", 8, 0, 0)),
    )
    assert mistakes(content) == (
        "“会议情况”：“去年”不是日期。请写成 2026-03-08 的样子。",
        "“会议情况”：收回 8 张，多于发出的 7 张。按规则测评无效，请核对。",
        "“会议情况”：发出 7 张，多于到会的 6 人。请核对。",
        "“会议情况”：实到 6 人，多于应到和应邀的 5 人。请核对。",
    )


def test_a_base_that_only_the_meeting_knows_is_asked_for_and_never_guessed() -> None:
    rules, content = preset("roster-majority"), table(HEADINGS, ("镇财政所", 17, 11, 1))
    assert mistakes(content, rules) == (
        "“会议情况”：这套规则以应到人数为基数，请在“会议情况”表填“应到”，或在命令里加 --entitled。",
    )
    grades = [
        scored(content, rules, Gathering(entitled=size)).results[0].grade for size in (33, 34)
    ]
    assert grades == ["满意", "基本满意"]


def test_an_empty_workbook_and_one_with_both_sheets_filled_are_refused() -> None:
    assert "没有读到票" in mistakes(table(()))[0]
    assert "没有读到票" in mistakes(write_template(RATES, ()))[0]
    both = book(
        逐票录入=(("票号", "镇财政所"), (1, "满意")), 票数汇总=(HEADINGS, ("镇财政所", 1, 0, 0))
    )
    assert "另一张是“票数汇总”" in mistakes(both)[0]


def test_an_item_without_a_column_or_a_line_is_missed() -> None:
    rules = preset("points-by-item")
    first, *rest = (item.label for item in rules.items)
    for content in (
        table(("票号", *(f"镇财政所·{item}" for item in rest)), (1, *(90 for _ in rest))),
        table(("测评对象", "测评指标", "90"), *(("镇财政所", item, 1) for item in rest)),
    ):
        assert all(f"“{first}”这一" in line or f"缺“{first}”" in line
                   for line in mistakes(content, rules))  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_the_template_of_every_preset_comes_back_as_it_was_filled_in(key: str) -> None:
    rules, names = preset(key), ("=HYPERLINK(1)", "镇财政所")
    many, grouped = len(rules.items) > 1, len(rules.electorate.groups) > 1
    labels = {option.key: option.label for option in rules.options}
    cells: dict[tuple[int, int], str] = {}
    for number, group in enumerate(rules.electorate.groups, 1 + many):
        cells[number, 0] = str(number)
        if grouped:
            cells[number, 1] = group.label
        for at in range(2):
            for place, item in enumerate(rules.items):
                mark = (item.options or tuple(labels) or ("",))[0]
                words = "90" if rules.points else labels[mark]
                cells[number, 1 + grouped + at * len(rules.items) + place] = words
    meeting = {(3 + at, 1): "9" for at in range(3)}
    listed = {(1, 1): "镇属", (2, 1): "派驻"}
    content = filled(rules, names, {"逐票录入": cells, "会议情况": meeting, "测评对象名单": listed})
    found = scored(content, rules)
    assert [each.label for each in found.appraisees] == list(names)
    assert [result.returned for result in found.results] == [len(rules.electorate.groups)] * 2
    assert all(sum(item.counts.values()) for item in found.results[0].items)
    if rules.electorate.weights_by_class:
        assert found.appraisees[1].kind is AppraiseeClass.STATIONED


@pytest.mark.parametrize("key", [key for key in KEYS if preset(key).points is None])
def test_the_counts_of_every_preset_come_back_as_they_were_filled_in(key: str) -> None:
    rules = preset(key)
    grouped, many = len(rules.electorate.groups) > 1, len(rules.items) > 1
    start = 1 + grouped + many
    rows = [(group, item) for group in rules.electorate.groups for item in rules.items]
    cells = {
        (row, start + column): str(int(offered))
        for row, (_, item) in enumerate(rows, 1)
        for column, offered in enumerate(_offered(rules, item))
    }
    meeting = {(3 + at, 1): "99" for at in range(3)}
    listed = {(1, 1): "镇属"}
    content = filled(
        rules, ("镇财政所",), {"票数汇总": cells, "会议情况": meeting, "测评对象名单": listed}
    )
    (result,) = scored(content, rules).results
    for item, counted in zip(rules.items, result.items, strict=True):
        number = len(item.options or rules.options) * len(rules.electorate.groups)
        assert sum(counted.counts.values()) == number


def test_names_in_a_template_are_text_and_never_formulas() -> None:
    names = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3")
    sheets = {s.name: s for s in read_sheets(write_template(TOWN, names))}
    assert sheets["逐票录入"].rows[0][1:5] == names
    assert tuple(row[0] for row in sheets["票数汇总"].rows[1:5]) == names


def test_the_template_says_the_rule_and_how_to_fill_it_in() -> None:
    sheets = {s.name: s for s in read_sheets(write_template(TOWN, ("镇财政所",)))}
    assert sheets["计票规则"].rows[0][0] == "计票规则：乡镇站所评议·三档。"
    assert any("./minping score township-three-grade" in row[0] for row in sheets["填写说明"].rows)


def test_every_sentence_about_a_mistake_belongs_to_a_mistake_that_can_be_made() -> None:
    folder = Path(__file__).parents[3] / "service" / "spreadsheets"
    sources = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert {
        code for code in MISTAKES if f'wrong("{code}"' not in re.sub(r"\(\s+", "(", sources)
    } == set()


def test_a_department_the_list_does_not_have_is_asked_about() -> None:
    content = book(
        测评对象名单=(
            ("测评对象", "类别"),
            ("镇财政所", "镇属"),
            ("镇派出所", "派驻"),
            ("医院", "其他"),
        ),
        票数汇总=(HEADINGS, ("镇财政办", 1, 0, 0), ("供电局", 1, 0, 0)),
    )
    assert mistakes(content) == (
        "“测评对象名单”第 4 行 B 列：不认识类别“其他”。可填：镇属、派驻、市级。",
        "“票数汇总”第 2 行 A 列：名单里没有“镇财政办”，是不是“镇财政所”？",
        f"“票数汇总”第 3 行 A 列：{MISTAKES['unknown_department'].format(word='供电局')}",
    )


def test_what_would_steer_a_terminal_is_not_shown() -> None:
    paper = read("部门,满意\n\x1b[2J甲,1\n".encode())
    assert isinstance(paper, Paper)
    assert paper.appraisees[0].label == "[2J甲"


def test_more_in_the_table_than_the_meeting_returned_is_told() -> None:
    content = book(
        会议情况=(("应到", 9), ("收回", 5)),
        票数汇总=((*HEADINGS, "收回"), ("镇财政所", 6, 0, 0, 6)),
    )
    assert mistakes(content) == ("“会议情况”：有的部门收回 6 张，多于会议情况里的 5 张。请核对。",)
