"""What officials type becomes the questionnaire they mean, and nothing is lost on the way."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.wording.questionnaires import UNREAD, explain_unread
from surveys.questionnaire.conditions import AtLeast, Chosen, Not
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.paste.dumping import dump
from surveys.questionnaire.paste.reading import LONGEST, MOST_QUESTIONS, parse
from surveys.questionnaire.paste.unread import CODES
from surveys.questionnaire.presets import PRESETS
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Quota,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.refusals import Refusal
from tests.effort import calls_of
from tests.surveys.questionnaire.paste.wild_forms import MEANT, wild_forms

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "questionnaire-text.md"
APPRAISAL = """# 老厂镇2025年部门工作评议
对象：财政所、农业综合服务中心、社会事务办
一、总体评价（单选）
满意 / 基本满意 / 不满意 / 不了解
二、对下列方面评价（矩阵，满意5 基本满意3 不满意0 不了解-）
依法行政
办事效率
工作作风
三、意见建议（选填）
"""


def only(text: str) -> Question:
    """The one question of a text that is read whole."""
    reading = parse(f"# 问卷\n{text}")
    assert reading.unread == ()
    (question,) = reading.form.questions()
    return question


def labels(question: Question) -> list[str]:
    return [option.label for option in getattr(question, "options", ())]


def faults(text: str) -> list[tuple[int, str]]:
    return [(each.at, each.code) for each in parse(text).unread]


def test_an_appraisal_as_a_secretary_types_it() -> None:
    reading = parse(APPRAISAL)
    overall, matrix, remarks = reading.form.questions()
    assert labels(overall) == ["满意", "基本满意", "不满意", "不了解"]
    assert isinstance(matrix, GradeMatrix)
    assert [subject.label for subject in matrix.subjects] == [
        "财政所",
        "农业综合服务中心",
        "社会事务办",
    ]
    assert [row.label for row in matrix.indicators] == ["依法行政", "办事效率", "工作作风"]
    assert [grade.key for grade in matrix.grades] == [
        "satisfied",
        "fairly_satisfied",
        "dissatisfied",
        "unfamiliar",
    ]
    assert isinstance(remarks, LongText)
    assert not remarks.required
    assert [asked.guessed for asked in reading.asked] == [False, False, True]
    assert [(each.at, each.code) for each in reading.unread] == [(5, "score")]


def test_a_letter_beyond_every_escape_comes_back() -> None:
    option = Option(key="o1", label="第0题\U00100000")
    question = SingleChoice(key="q1", title="满意", options=(option,))
    form = Questionnaire(title="问卷", sections=(Section("s1", "", (question,)),))
    assert parse(dump(form)).form == form


@settings(max_examples=120, deadline=None)
@given(wild_forms)
def test_every_form_is_written_so_that_it_reads_back_as_itself(form: Questionnaire) -> None:
    reading = parse(dump(form))
    assert reading.unread == ()
    assert reading.form == form


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(MEANT), st.text(max_size=8))).map("\n".join))
@example("\\\U00100000")
def test_any_text_is_read_without_a_fault_and_its_writing_is_stable(text: str) -> None:
    once = dump(parse(text).form)
    assert dump(parse(once).form) == once


@settings(max_examples=120, deadline=None)
@given(st.lists(st.text("甲乙丙丁", min_size=3, max_size=6), min_size=1, max_size=8))
def test_no_line_is_lost(lines: list[str]) -> None:
    """Every line is in the form or in the list of what was not read."""
    text = "# 问卷\n1. 题目（填空）\n" + "\n".join(lines)
    reading = parse(text)
    assert [each.at for each in reading.unread] == list(range(3, 3 + len(lines)))


@pytest.mark.parametrize(
    "mark", ["1.", "1、", "一、", "（一）", "(1)", "（1）", "1．", "第1题：", "Q1."]
)
def test_a_question_begins_with_any_number(mark: str) -> None:
    assert only(f"{mark}您贵姓（填空）").title == "您贵姓"


@pytest.mark.parametrize(
    "options",
    [
        "是 / 否",
        "是／否",
        "A. 是\nB. 否",
        "A、是  B、否",
        "①是②否",
        "□是 □否",
        "○ 是\n○ 否",
        "(A) 是\n(B) 否",
        "是\n否",
    ],
)
def test_options_are_found_however_they_are_marked(options: str) -> None:
    assert labels(only(f"1. 好吗（单选）\n{options}")) == ["是", "否"]


def test_options_may_stand_beside_their_question() -> None:
    question = only("1、性别：□男 □女")
    assert (question.title, labels(question)) == ("性别", ["男", "女"])


@pytest.mark.parametrize("brackets", ["（{}）", "({})", "[{}]", "【{}】"])
def test_hints_stand_in_brackets_of_every_kind(brackets: str) -> None:
    question = only(f"1. 选几样{brackets.format('多选，最多选2项，选填')}\n甲/乙/丙")
    assert isinstance(question, MultipleChoice)
    assert (question.most, question.required) == (2, False)


def test_brackets_without_a_hint_belong_to_the_title() -> None:
    question = only("1. 您的年龄（周岁）（数字，18-120，单位岁）")
    assert isinstance(question, Number)
    assert (question.title, question.unit) == ("您的年龄（周岁）", "岁")
    assert (question.low, question.high) == (18, 120)


def test_every_other_kind_says_what_it_needs() -> None:
    scale = only("1. 打几分（打分）")
    assert isinstance(scale, Scale)
    assert (scale.low, scale.high) == (0, 100)
    stars = only("1. 几颗星（量表，1=很差，5=很好）")
    assert isinstance(stars, Scale)
    assert (stars.high, stars.high_label) == (5, "很好")
    ends = only("1. 几颗星（量表1-5，1=很差，5=很好）")
    assert isinstance(ends, Scale)
    assert (ends.low_label, ends.high_label) == ("很差", "很好")
    ranking = only("1. 排一排（排序，前2名）\n甲/乙/丙")
    assert isinstance(ranking, Ranking)
    assert ranking.places == 2
    line = only("1. 您贵姓（填空，必填，10字以内）")
    assert isinstance(line, ShortText)
    assert (line.longest, line.required) == (10, True)


def test_a_matrix_may_take_points_or_set_a_quota() -> None:
    points = only("1. 打分表（矩阵，打分0-10，每5分一档）\n对象：财政所\n效率")
    assert isinstance(points, GradeMatrix)
    assert points.points == PointScale(0, 10, 5)
    quota = only("1. 评优（矩阵，“优秀”最多2个部门）\n对象：甲所、乙所\n等次：优秀/合格\n总评")
    assert isinstance(quota, GradeMatrix)
    assert quota.quota == Quota(option="o1", most=2)


def test_deeper_numbers_under_a_matrix_are_rows_and_under_a_bare_heading_questions() -> None:
    matrix = only("一、评价（矩阵，满意、不满意）\n对象：财政所\n1. 效率\n2. 态度")
    assert isinstance(matrix, GradeMatrix)
    assert [row.label for row in matrix.indicators] == ["效率", "态度"]
    form = parse("# 问卷\n一、基本情况\n1. 性别\n男/女\n2. 贵姓（填空）\n二、意见（问答）").form
    assert [section.title for section in form.sections] == ["基本情况", ""]
    assert [len(section.questions) for section in form.sections] == [2, 1]


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    assert faults("# 问卷\n满意 / 不满意\n1. 好吗\n是/否\n看不懂") == [
        (2, "astray"),
        (5, "unclear"),
    ]
    assert faults("# 问卷\n# 又一个\n1.") == [(2, "second_title"), (3, "no_words")]
    assert faults("# 问卷\n1. 好吗（单选，请打√）\n是/否") == [(2, "hint")]
    assert faults("# 问卷\n1. 好吗（单选，最多选2项）\n是/否") == [(2, "hint_unfit")]
    assert faults("# 问卷\n1. 好吗（单选，多选）\n是/否") == [(2, "two_kinds")]
    assert faults("# 问卷\n1. 贵姓（填空）\n□是 □否\n等次：甲/乙") == [
        (3, "no_options"),
        (4, "no_rows"),
    ]
    assert faults("# 问卷\n版本：新") == [(2, "version")]


def test_a_condition_is_read_in_plain_words() -> None:
    text = (
        "# 问卷\n1. 好吗（单选）\n很及时/不好\n2. 打分（打分）\n"
        "3. 为什么（问答）（如果第1题选择了不好时）\n4. 甲（填空）（第一题选B）\n"
        "5. 乙（填空）（第2题不小于60.5时）\n6. 丙（填空）（第1题没选很及时时）"
    )
    told = {question.title: question.show_if for question in parse(text).form.questions()}
    assert told["为什么"] == told["甲"] == Chosen(question="q1", options=("o2",))
    assert isinstance(told["乙"], AtLeast)
    assert str(told["乙"].value) == "121/2"
    assert told["丙"] == Not(of=Chosen(question="q1", options=("o1",)))


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("第9题选“是”时", "condition_question"),
        ("第1题选“也许”时", "condition_option"),
        ("第1题差不多时", "condition"),
        ("第1题选“是”且时", "condition"),
        ("（" * 30 + "第1题已答" + "）" * 30, "condition"),
    ],
)
def test_a_condition_nobody_understands_is_told(condition: str, code: str) -> None:
    text = f"# 问卷\n1. 好吗\n是/否\n2. 为什么（问答）（{condition}）"
    assert faults(text) == [(4, code)]


def test_two_questions_of_one_number_are_told_apart_by_their_section() -> None:
    text = (
        "# 问卷\n## 甲\n1. 好吗\n是/否\n2. 为何（问答）（第1题选“否”时）\n"
        "## 乙\n1. 对吗\n是/否\n2. 为何（问答）（第1题选“否”时）"
    )
    reading = parse(text)
    shown = [question.show_if for question in reading.form.questions() if question.show_if]
    assert [getattr(condition, "question", "") for condition in shown] == ["q1", "q3"]
    twice = "# 问卷\n1. 好吗\n是/否\n1. 对吗\n是/否\n2. 为何（问答）（第1题选“否”时）"
    assert faults(twice) == [(6, "condition_ambiguous")]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)
def test_a_preset_is_ready_and_stands_in_its_own_writing(preset: object) -> None:
    text = getattr(preset, "text", "")
    reading = parse(text)
    assert reading.unread == ()
    assert proofread(reading.form) == ()
    assert dump(reading.form) == text


def test_the_example_of_the_reference_is_read_whole_and_has_every_kind() -> None:
    example = re.search(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert example is not None
    reading = parse(example[1])
    assert reading.unread == ()
    assert proofread(reading.form) == ()
    assert dump(reading.form) == example[1]
    assert {type(question) for question in reading.form.questions()} == {
        GradeMatrix,
        SingleChoice,
        MultipleChoice,
        Scale,
        Number,
        Ranking,
        ShortText,
        LongText,
    }


def test_everything_unread_has_its_sentence() -> None:
    assert UNREAD.keys() == CODES
    for each in parse("# 问卷\n满意 / 不满意").unread:
        assert explain_unread(each).endswith("。")


BUSY = (
    "（",
    "1. " + "（单选）" * 2_000,
    "1. 甲（" + "单选，" * 2_000,
    "1. 甲（" + "，".join(f"最多{at}字" for at in range(20)) + "）\n",
    "1. 甲\n" + "乙\n" * 4_000,
    "1. 甲\n" + "乙/" * 4_000,
    "1. 甲\n" + "A." * 4_000,
    "1. 甲（第1题选" + "“乙”、" * 2_000,
    "1. 甲（矩阵）\n- " + "{#" * 4_000,
    "1. 甲（矩阵）\n" + "（1）乙\n" * 2_000,
    "1. 甲\n部门\t乙\t丙\n甲\t\t\n",
    "1.\n" + "（单选）\n" * 2_000,
    "".join(f"{at}. 甲\nA. 乙（跳至第999题）\n" for at in range(1, 400)),
    "前言\n",
    "1.甲\n",
)
"""Written again and again until they fill what is wanted."""


@pytest.mark.parametrize("text", BUSY)
def test_twice_the_text_is_no_more_than_twice_the_work(text: str) -> None:
    def read(length: int) -> None:
        with contextlib.suppress(Refusal):
            parse((text * 8_000)[:length])

    read(2_000)  # what is remembered between two readings
    assert calls_of(lambda: read(8_000)) < 2.6 * calls_of(lambda: read(4_000))


def test_a_form_nobody_could_fill_in_is_refused() -> None:
    with pytest.raises(Refusal, match=r"form\.too_large"):
        parse("1.甲\n" * (MOST_QUESTIONS + 1))
    departments = "、".join(f"部门{at}" for at in range(200))
    with pytest.raises(Refusal, match=r"form\.too_large"):
        parse(f"对象：{departments}\n" + "1.办事（矩阵，满意 不满意）\n" * 60)
    assert len(parse("1.甲\n" * MOST_QUESTIONS).asked) == MOST_QUESTIONS


def test_a_book_is_refused() -> None:
    with pytest.raises(Refusal, match=r"form\.too_long"):
        parse("一" * (LONGEST + 1))
