"""SurveyJS as its Creator writes it: what is taken over exactly, and what is refused by path."""

import json
from fractions import Fraction
from typing import Any

import pytest

from service.interchange.assembling import Read
from service.interchange.reading import read_questionnaire
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Chosen,
    Condition,
    Not,
)
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.refusals import Refusal

AB = [{"value": "a", "text": "甲"}, "b|乙"]
OPTIONS = (Option("a", "甲"), Option("b", "乙"))


def read(*elements: dict[str, Any], **survey: Any) -> Read:
    tree = {"title": "问卷", "pages": [{"name": "p1", "elements": list(elements)}]} | survey
    return read_questionnaire("s.json", json.dumps(tree).encode())


def taken(*elements: dict[str, Any]) -> list[Question]:
    return list(read(*elements).form.questions())


def refused(*elements: dict[str, Any], **survey: Any) -> list[tuple[str, str]]:
    """Codes and paths."""
    with pytest.raises(Refusal) as refusal:
        read(*elements, **survey)
    found: Any = refusal.value.data["objections"]
    return [(each.code, each.at.path) for each in found]


def an_element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": "q", "title": "题"} | more


def test_every_kind_we_share_is_taken_over() -> None:
    base: dict[str, Any] = {"key": "q", "title": "题", "required": False}
    for element, question in (
        (an_element("radiogroup", choices=AB), SingleChoice(**base, options=OPTIONS)),
        (an_element("dropdown", choices=AB), SingleChoice(**base, options=OPTIONS)),
        (
            an_element("checkbox", choices=AB, maxSelectedChoices=1),
            MultipleChoice(**base, options=OPTIONS, most=1),
        ),
        (
            an_element("boolean", labelTrue="同意"),
            SingleChoice(**base, options=(Option("true", "同意"), Option("false", "否"))),
        ),
        (
            an_element("rating", rateMax=10, minRateDescription="差", maxRateDescription="好"),
            Scale(**base, low=1, high=10, low_label="差", high_label="好"),
        ),
        (an_element("comment", maxLength=80), LongText(**base, longest=80)),
        (an_element("text"), ShortText(**base)),
        (
            an_element("text", inputType="number", min=1, max=2.5, step=0.01),
            Number(**base, low=Fraction(1), high=Fraction(5, 2), digits=2),
        ),
        (an_element("ranking", choices=AB), Ranking(**base, options=OPTIONS)),
    ):
        assert taken(element) == [question], element


def test_a_matrix_that_must_be_answered_row_by_row_is_ours() -> None:
    matrix = an_element(
        "matrix",
        columns=[{"value": 1, "text": "满意"}, {"value": 2, "text": "不满意"}],
        rows=["效率", "作风"],
        isAllRowRequired=True,
    )
    assert taken(matrix) == [
        GradeMatrix(
            key="q",
            title="题",
            subjects=(Subject("q", "题"),),
            indicators=(Indicator("i1", "效率"), Indicator("i2", "作风")),
            grades=(Option("1", "满意"), Option("2", "不满意")),
        )
    ]
    del matrix["isAllRowRequired"]
    assert refused(matrix | {"isRequired": True}) == [("some_row", "$.pages[0].elements[0]")]


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("{one} = 'a'", Chosen("one", ("a",))),
        ("{one} == a", None),
        ("{one} <> 'a'", Not(of=Chosen("one", ("a",)))),
        ("{many} contains 'a'", Chosen("many", ("a",))),
        ("{many} anyof ['a', 'b']", Chosen("many", ("a", "b"))),
        ("{many} notcontains 'a'", Not(of=Chosen("many", ("a",)))),
        ("{one} notempty", Answered("one")),
        ("{one} empty", Not(of=Answered("one"))),
        ("{scale} > 3", AtLeast("scale", Fraction(4))),
        ("{yes} = true", Chosen("yes", ("true",))),
        (
            "{one} = 'a' && ({scale} >= 3 || {yes} = false)",
            All(
                of=(
                    Chosen("one", ("a",)),
                    AnyOf(of=(AtLeast("scale", Fraction(3)), Chosen("yes", ("false",)))),
                )
            ),
        ),
        ("{one} = 'c'", None),
        ("{many} = ['a']", None),
        ("age({one}) > 3", None),
        ("{one.row} = 'a'", None),
    ],
)
def test_a_condition_is_taken_over_as_it_is_meant_or_refused(
    expression: str, condition: Condition | None
) -> None:
    elements: tuple[dict[str, Any], ...] = (
        {"type": "radiogroup", "name": "one", "choices": AB},
        {"type": "checkbox", "name": "many", "choices": AB},
        {"type": "rating", "name": "scale"},
        {"type": "boolean", "name": "yes"},
        an_element("text", visibleIf=expression),
    )
    if condition is None:
        assert refused(*elements) == [("condition_unclear", "$.pages[0].elements[4]")]
    else:
        assert taken(*elements)[-1].show_if == condition


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (an_element("file"), "type"),
        (an_element("paneldynamic"), "type"),
        (an_element("text", inputType="date"), "type"),
        (an_element("text", validators=[{"type": "regex", "regex": "a"}]), "constraint"),
        (an_element("text", defaultValue="你好"), "default"),
        (an_element("text", enableIf="{a} = 1"), "property"),
        (an_element("text", readOnly=True), "read_only"),
        (an_element("text", title="您好 {name}"), "piping"),
        (an_element("text", title=5.5, isRequired="yes"), "shape"),
        (an_element("radiogroup", choices=AB, choicesOrder="random"), "random"),
        (an_element("radiogroup", choices=AB, choicesByUrl={"url": "x"}), "property"),
        (an_element("radiogroup", choices=["a", "a"]), "option_twice"),
        (an_element("radiogroup"), "no_options"),
        (an_element("checkbox", choices=AB, showNoneItem=True), "exclusive"),
        (an_element("ranking", choices=AB, selectToRankEnabled=True), "partial_ranking"),
        (an_element("rating", rateStep=2), "range_step"),
    ],
)
def test_what_we_have_not_is_refused_for_its_path(element: dict[str, Any], code: str) -> None:
    assert refused(element) == [(code, "$.pages[0].elements[0]")] or refused(element) == [
        (code, "$.pages[0].elements[0].validators[0]")
    ]


def test_other_is_an_option_and_a_line_shown_with_it() -> None:
    choice, line = taken(an_element("radiogroup", choices=AB, showOtherItem=True, otherText="别的"))
    assert isinstance(choice, SingleChoice)
    assert choice.options[-1] == Option("other", "别的")
    assert isinstance(line, ShortText)
    assert line.show_if == Chosen("q", ("other",))


def test_pages_and_titled_panels_are_sections_and_hand_their_condition_down() -> None:
    inner = {
        "type": "panel",
        "name": "x",
        "visibleIf": "{c} notempty",
        "elements": [an_element("text")],
    }
    came = read(
        title={"default": "Poll", "zh-cn": "问卷"},
        description="请如实填写",
        pages=[
            {
                "name": "p",
                "elements": [{"type": "boolean", "name": "a"}, {"type": "rating", "name": "c"}],
            },
            {"name": "p2", "title": "第二页", "visibleIf": "{a} = true", "elements": [inner]},
            {
                "name": "p3",
                "title": "第三页",
                "elements": [
                    {"type": "text", "name": "d"},
                    {"type": "html", "html": "<p>下面谈<b>收入</b></p>"},
                    {"type": "text", "name": "e"},
                ],
            },
        ],
    )
    assert came.form.title == "问卷"
    assert [(s.key, s.title, s.lead) for s in came.form.sections] == [
        ("p", "", "请如实填写"),
        ("p2", "第二页", ""),
        ("p3", "第三页", ""),
        ("s4", "第三页", "下面谈收入"),
    ]
    both = All(of=(Chosen("a", ("true",)), Answered("c")))
    assert [q.show_if for q in came.form.questions()] == [None, None, both, None, None]


def test_words_that_only_some_would_read_are_refused() -> None:
    page = {
        "name": "p",
        "visibleIf": "{q} notempty",
        "elements": [{"type": "html", "html": "谢谢"}],
    }
    found = refused(pages=[{"name": "o", "elements": [an_element("rating")]}, page])
    assert found == [("conditional_note", "$.pages[1].elements[0]")]


def test_triggers_and_a_clock_refuse_the_whole_survey() -> None:
    found = refused(an_element("text"), triggers=[{"type": "complete"}], timeLimit=60)
    assert found == [("calculated", "$"), ("property", "$")]


def test_a_question_nobody_sees_is_refused_unless_a_condition_shows_it() -> None:
    assert refused(an_element("text", visible=False)) == [("hidden", "$.pages[0].elements[0]")]
    rating = an_element("rating", name="r")
    read(rating, an_element("text", name="t", visible=False, visibleIf="{r} >= 3"))


def test_a_rule_that_cannot_be_kept_is_refused_wherever_it_stands() -> None:
    rule = {"validators": [{"type": "expression", "expression": "{q} <> 'a'"}]}
    for kind in ("radiogroup", "dropdown", "ranking"):
        element = an_element(kind, choices=AB, **rule)
        assert refused(element) == [("constraint", "$.pages[0].elements[0].validators[0]")]
    any_one = {"type": "panel", "name": "p", "isRequired": True, "elements": [an_element("text")]}
    assert refused(any_one) == [("property", "$.pages[0].elements[0]")]
    unseen = {"type": "html", "name": "h", "html": "甲", "visible": False}
    assert refused(unseen, an_element("text")) == [("hidden", "$.pages[0].elements[0]")]


def test_numbers_to_choose_from_begin_at_nought_where_no_least_one_is_told() -> None:
    (question,) = taken(an_element("dropdown", choicesMax=2))
    assert isinstance(question, SingleChoice)
    assert [option.label for option in question.options] == ["0", "1", "2"]


def test_choices_that_are_numbers_are_counted_and_compared_as_numbers() -> None:
    kids = an_element("dropdown", name="kids", choicesMin=1, choicesMax=4)
    age = an_element("text", name="age", visibleIf="{kids} >= 3")
    _, asked = read(kids, age).form.questions()
    assert asked.show_if == Chosen(question="kids", options=("3", "4"))


def test_conditions_are_objected_to_together_with_everything_else() -> None:
    lost = an_element("text", name="lost", visibleIf="{pic} notempty")
    found = refused(
        an_element("imagepicker", name="pic"),
        an_element("text", name="sum", visibleIf="{lost} + 1 > 2"),
        lost,
    )
    assert found == [
        ("type", "$.pages[0].elements[0]"),
        ("condition_unclear", "$.pages[0].elements[1]"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"title": "a",\n "pages": [', "not_json", 2),
        ('const survey = {\n "a": 1};', "javascript", 1),
        ("{\n title: 'a' }", "javascript", 2),
        ('{"pages": [], "pages": []}', "twin_member", 0),
        ('{"pages": NaN}', "not_json", 0),
        ("[" * 100_000, "not_json", 0),
        ('{"a": "\\ud800", "pages": []}', "not_json", 0),
        ("[1, 2]", "not_surveyjs", -1),
        ('{"title": "a"}', "not_surveyjs", -1),
    ],
)
def test_what_is_no_json_is_refused_by_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(Refusal) as refusal:
        read_questionnaire("s.json", text.encode())
    (found,) = refusal.value.data["objections"]  # type: ignore[misc]
    assert (found.code, getattr(found.at, "line", -1)) == (code, line)
