"""Paper forms, web pages and Word tables, pasted as they are: read rightly or told, never bent."""

import pytest

from surveys.questionnaire.conditions import Chosen, Not
from surveys.questionnaire.paste import grids
from surveys.questionnaire.paste.dumping import dump
from surveys.questionnaire.paste.reading import Reading, parse
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)


def read(text: str) -> Reading:
    """A reading whose own text is read as the same form."""
    reading = parse(f"# 便民问卷\n{text}")
    again = parse(dump(reading.form))
    assert (again.form, again.unread) == (reading.form, ())
    return reading


def whole(text: str) -> list[Question]:
    """The questions of a text of which nothing is left over."""
    reading = read(text)
    assert reading.unread == ()
    return list(reading.form.questions())


def labels(question: Question) -> list[str]:
    return [option.label for option in getattr(question, "options", ())]


@pytest.mark.parametrize(
    ("text", "title", "options"),
    [
        ("1、您的性别:A、男□ B、女□", "您的性别", ["男", "女"]),
        ("1. 您知道吗？\nA.知道B.听说过 C.不知道", "您知道吗？", ["知道", "听说过", "不知道"]),
        ("1. 您知道吗？\n知道□ 听说过□ 不知道□", "您知道吗？", ["知道", "听说过", "不知道"]),
        ("1. 您是党员吗？是（ ） 否（ ）", "您是党员吗？", ["是", "否"]),
        ("1. 您的学历：1.小学 2.初中 3.高中", "您的学历", ["小学", "初中", "高中"]),
        ("1. 哪年通水？\n（1）今年 （2）明年", "哪年通水？", ["今年", "明年"]),
        ("1. 村干部作风（ ）\n( )好\n( )差", "村干部作风", ["好", "差"]),
        ("1.\n您的性别\n男\n女", "您的性别", ["男", "女"]),
        (
            "1. 您的行业\n机关/事业单位\n企业/个体\n农民",
            "您的行业",
            ["机关/事业单位", "企业/个体", "农民"],
        ),
        (
            "1. 孩子几年级\n一、二年级\n三、四年级",
            "孩子几年级",
            ["一、二年级", "三、四年级"],
        ),
    ],
)
def test_options_are_told_apart_however_they_are_marked(
    text: str, title: str, options: list[str]
) -> None:
    (question,) = whole(text)
    assert isinstance(question, SingleChoice)
    assert (question.title, labels(question)) == (title, options)


@pytest.mark.parametrize(
    "title",
    [
        "1.（多选）办了什么",
        "（多选）1. 办了什么",
        "1. 办了什么 [多选题] *",
        "1. 办了什么(可多选)【多选题】",
        "*\n1.\n办了什么\n【多选题】",
        "1. 办了什么【最少选择1项】【请选择1-3项】",
    ],
)
def test_the_kind_is_found_wherever_it_is_written(title: str) -> None:
    (question,) = whole(f"{title}\n□社保 □户籍 □低保 □其他")
    assert isinstance(question, MultipleChoice)
    assert question.title == "办了什么"


def test_a_kind_we_have_not_is_told_and_never_guessed_away() -> None:
    reading = read("1. 各项用时 [矩阵多选题]\n2. 身份证号，姓名 [多项填空题]")
    assert [(each.at, each.data["word"]) for each in reading.unread] == [
        (2, "矩阵多选题"),
        (3, "多项填空题"),
    ]


def test_stars_say_what_must_be_answered_and_the_rest_need_not() -> None:
    must, may = whole("*\n1. 您的村\n甲 / 乙\n2. 您的组\n甲 / 乙")
    assert (must.required, may.required) == (True, False)


def test_whoever_skips_ahead_is_not_asked_what_lies_between() -> None:
    water, clean, year, end = whole(
        "1. 通水了吗？\nA.通了 B.没通（请跳至第3题）\n2. 水质满意吗？\nA.满意 B.不满意\n"
        "3. 希望哪年通水？\nA.今年 B.无所谓，结束作答\n4. 有什么建议\n____________"
    )
    assert labels(water) == ["通了", "没通"]
    assert clean.show_if == Not(of=Chosen(question="q1", options=("o2",)))
    assert year.show_if is None
    assert end.show_if == Not(of=Chosen(question="q3", options=("o2",)))
    assert isinstance(end, LongText)


def test_a_jump_nobody_can_follow_and_a_blank_to_fill_in_are_told() -> None:
    reading = read(
        "1. 通水了吗？\nA.通了 B.没通（跳至第9题）\n"
        "2. 来过吗？\nA.来过（答Q3，不答Q4） B.其他：____"
    )
    assert [(each.at, each.code) for each in reading.unread] == [
        (3, "jump"),
        (5, "jump"),
        (5, "blank"),
    ]


def test_a_table_of_departments_is_a_matrix_about_them() -> None:
    (matrix,) = whole("一、对部门的评价\n序号\t部门\t满意\t不满意\n1\t财政所\t\t\n2\t派出所\t□\t□")
    assert isinstance(matrix, GradeMatrix)
    assert [subject.label for subject in matrix.subjects] == ["财政所", "派出所"]
    assert [grade.label for grade in matrix.grades] == ["满意", "不满意"]
    assert [row.label for row in matrix.indicators] == ["对部门的评价"]


def test_rows_of_circles_are_the_rows_of_a_matrix_about_itself() -> None:
    (matrix,) = whole("1. 请评价 [矩阵量表题] *\n很差 一般 很好\n态度 ○ ○ ○\n效率 ○ ○ ○")
    assert isinstance(matrix, GradeMatrix)
    assert [subject.label for subject in matrix.subjects] == ["请评价"]
    assert [row.label for row in matrix.indicators] == ["态度", "效率"]


def test_points_in_circles_are_the_ends_of_a_scale() -> None:
    five, ten = whole("1. 总体打分 [量表题]\n○1 ○2 ○3 ○4 ○5\n2. 会推荐吗 [NPS量表题]")
    assert isinstance(five, Scale)
    assert isinstance(ten, Scale)
    assert (five.low, five.high, ten.low, ten.high) == (1, 5, 0, 10)


def test_empty_square_brackets_are_boxes_to_rank() -> None:
    (ranking,) = whole("1. 先办哪件 [排序题]\n[ ]道路\n[ ]饮水")
    assert isinstance(ranking, Ranking)
    assert labels(ranking) == ["道路", "饮水"]


def test_parts_and_headings_above_headings_are_sections() -> None:
    reading = read(
        "第一部分 基本情况\n1. 村名\n第二部分：评价\n三、满意度\n（一）环境\n2. 空气好吗\n好 / 差"
    )
    titles = [section.title for section in reading.form.sections]
    assert titles[0] == "第一部分 基本情况"
    assert titles[-1] == "满意度 环境"
    assert reading.unread == ()


@pytest.mark.parametrize("cells", [" □ □ □", "\t\t\t"])
def test_rows_without_a_head_are_each_looked_at_a_few_times_however_many_they_are(
    monkeypatch: pytest.MonkeyPatch, cells: str
) -> None:
    """A page that is read while the hall votes may not keep the hall waiting."""
    seen: list[str] = []
    read_line = grids.read_line

    def count(text: str, at: int = 1) -> object:
        seen.append(text)
        return read_line(text, at)

    monkeypatch.setattr(grids, "read_line", count)
    parse("1. 您满意吗\n" + "\n".join(f"部门{at}{cells}" for at in range(300)))
    assert len(seen) <= 5 * 300
