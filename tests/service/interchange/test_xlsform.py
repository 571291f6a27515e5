"""XLSForm: kinds, hints, bounds, conditions, groups, languages."""

from fractions import Fraction

import pytest

from service.interchange.reading import read_questionnaire
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
)
from surveys.questionnaire.questions import (
    LongText,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from tests.service.interchange.xlsforms import a_survey, read, refused, taken, the_file


def test_bold_words_and_links_of_a_label_are_plain_words() -> None:
    came = read("text,q,请**仔细**看[这里](https://a.cn)")
    (question,) = came.form.questions()
    assert question.title == "请仔细看这里（https://a.cn）"
    assert "format" in {remark.code for remark in came.remarks}


def test_every_kind_we_share_is_taken_over() -> None:
    base = {"key": "q", "title": "题", "required": False}
    yes_no = (Option("yes", "是"), Option("no", "否"))
    letters = (Option("a", "甲"), Option("b", "乙"), Option("c", "丙"))
    for row, question in (
        ("select_one yn,q,题,", SingleChoice(**base, options=yes_no)),
        ("select all that apply from abc,q,题,", MultipleChoice(**base, options=letters)),
        ("rank abc,q,题,", Ranking(**base, options=letters)),
        ("range,q,题,,,,,,start=0 end=10 step=1", Scale(**base, low=0, high=10)),
        ("integer,q,题,", Number(**base)),
        ("decimal,q,题,", Number(**base, digits=6)),
        ("text,q,题,", ShortText(**base)),
        ("text,q,题,,,,,multiline", LongText(**base)),
    ):
        assert taken(row) == [question], row


def test_hint_required_and_bounds_come_along() -> None:
    assert taken("integer,age,年龄,周岁,yes,,. > 17 and . <= 120") == [
        Number(key="age", title="年龄", help="周岁", low=Fraction(18), high=Fraction(120))
    ]
    assert taken("select_multiple abc,m,选,,yes,,count-selected(.) < 3") == [
        MultipleChoice(
            key="m",
            title="选",
            options=(Option("a", "甲"), Option("b", "乙"), Option("c", "丙")),
            most=2,
        )
    ]
    assert taken("text,t,说,,yes,,string-length(.) <= 50")[0] == ShortText(
        key="t", title="说", longest=50
    )


ASKED = ("select_one yn,q,问", "select_multiple abc,m,选", "integer,n,数", "decimal,d,量")


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${q} = 'yes'", Chosen("q", ("yes",))),
        ("selected(${q}, 'yes')", Chosen("q", ("yes",))),
        ("${q} = ‘yes’", Chosen("q", ("yes",))),
        ("${q} != 'yes'", Not(of=Chosen("q", ("yes",)))),
        ("${q} != ''", Answered("q")),
        ("${q} = ''", Not(of=Answered("q"))),
        ("not(selected(${m}, 'a'))", Not(of=Chosen("m", ("a",)))),
        ("selected(${m},'a') or selected(${m},'b')", Chosen("m", ("a", "b"))),
        ("${n} > 17", AtLeast("n", Fraction(18))),
        ("18 > ${n}", AtMost("n", Fraction(17))),
        ("${d} < 2", AtMost("d", Fraction(1999999, 1000000))),
        ("${n} = 3", All(of=(AtLeast("n", Fraction(3)), AtMost("n", Fraction(3))))),
        (
            "(${q} = 'yes' and ${n} >= 3) or selected(../m, 'c')",
            AnyOf(
                of=(
                    All(of=(Chosen("q", ("yes",)), AtLeast("n", Fraction(3)))),
                    Chosen("m", ("c",)),
                )
            ),
        ),
    ],
)
def test_a_condition_is_taken_over_as_it_is_meant(relevant: str, condition: Condition) -> None:
    assert taken(*ASKED, f'text,z,说,,,"{relevant}"')[-1].show_if == condition


@pytest.mark.parametrize(
    "relevant",
    [
        "${q} = 'maybe'",
        "${nobody} = 1",
        "${n} + 1 > 3",
        "count-selected(${m}) > 1",
        "${m} = 'a'",
        "${q} = ${n}",
        "today() > 3",
        "selected(${q}, 'yes'",
        "${z} != ''",
        "(" * 60 + "1",
    ],
)
def test_a_condition_we_cannot_express_is_refused_and_never_dropped(relevant: str) -> None:
    (objection,) = refused(a_survey(*ASKED, f'text,z,说,,,"{relevant}"'))
    assert objection[0] in {"condition", "condition_unclear", "spec"}
    assert objection[1] in {0, 7}


def test_groups_are_sections_and_their_condition_is_that_of_each_question() -> None:
    form = read(
        "select_one yn,q,问",
        "begin_group,g,第一部分,,,${q} = 'yes'",
        "text,a,甲,,,${q} != ''",
        "begin_group,inner,第二部分",
        "text,b,乙",
        "end_group",
        "text,c,丙",
        "end_group",
    ).form
    assert [(s.title, [q.key for q in s.questions]) for s in form.sections] == [
        ("", ["q"]),
        ("第一部分", ["a"]),
        ("第二部分", ["b"]),
        ("第一部分", ["c"]),
    ]
    yes = Chosen("q", ("yes",))
    assert [q.show_if for q in form.questions()] == [
        None,
        All(of=(yes, Answered("q"))),
        yes,
        yes,
    ]
    assert (form.title, form.version) == ("问卷", 7)


def test_a_note_stands_before_what_follows_it_and_a_last_one_is_remarked_upon() -> None:
    came = read("note,n,请如实填写", "text,a,甲", "note,m,下面谈收入", "text,b,乙", "note,z,谢谢")
    assert [section.lead for section in came.form.sections] == ["请如实填写", "下面谈收入"]
    assert [r.sentence() for r in came.remarks if r.code == "closing_words"] == [
        "“survey”第 7 行：最后一题后面的文字没有收入：“谢谢”。"
    ]
    assert refused(a_survey("select_one yn,q,问", "note,n,说明,,,${q} = 'yes'", "text,a,甲")) == [
        ("conditional_note", 4)
    ]


def test_or_other_is_one_more_option_and_a_line() -> None:
    choice, line = taken("select_one yn or_other,q,问,,yes")
    assert isinstance(choice, SingleChoice)
    assert [option.label for option in choice.options] == ["是", "否", "其他"]
    assert isinstance(line, ShortText)
    assert line.show_if == Chosen("q", ("other",))


def test_what_records_time_and_device_is_left_out_aloud() -> None:
    came = read("start,start,", "deviceid,deviceid,", "text,a,甲")
    assert [q.key for q in came.form.questions()] == ["a"]
    words = [remark.data["word"] for remark in came.remarks if remark.code == "metadata"]
    assert words == ["start", "deviceid"]


def test_chinese_is_read_where_a_form_has_several_languages() -> None:
    survey = ("type,name,label::English (en),label::中文 (zh)", "text,a,Name,姓名", "text,b,Only,")
    came = read_questionnaire("两种语言.csv", the_file(*survey, choices=()))
    assert [q.title for q in came.form.questions()] == ["姓名", "Only"]
    assert {"language", "mixed_language", "title_missing"} <= {r.code for r in came.remarks}
    assert came.form.title == "两种语言"


def test_typographic_quotes_and_double_spaces_stay_as_they_are() -> None:
    (question,) = taken("text,a,对“满意”  一词的‘看法’")
    assert question.title == "对“满意”  一词的‘看法’"


def test_a_chinese_name_gets_a_key_and_a_remark() -> None:
    came = read("text,姓名,您的姓名", "text,Q2,第二题")
    assert [q.key for q in came.form.questions()] == ["q1", "q2"]
    assert [r.data for r in came.remarks if r.code == "renamed"] == [{"name": "姓名", "key": "q1"}]
