"""What an author is told to mend, before anybody may answer."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given

from surveys.questionnaire.complaint import CODES, complain
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
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from tests.strategies import forms

ABC = tuple(Option(key=key, label=key.upper()) for key in "abc")
FINANCE = Subject(key="finance", label="镇财政所")
LAWFUL = Indicator(key="lawful", label="依法行政")


def a_poll(*questions: Question) -> Questionnaire:
    return Questionnaire(
        title="问卷", sections=(Section(key="all", title="", questions=questions),)
    )


def a_choice(**changes: Any) -> SingleChoice:
    choice = SingleChoice(key="choice", title="选一项", options=ABC)
    return msgspec.structs.replace(choice, **changes)


def a_matrix(**changes: Any) -> GradeMatrix:
    matrix = GradeMatrix(
        key="grades", title="评等次", subjects=(FINANCE,), indicators=(LAWFUL,), grades=ABC
    )
    return msgspec.structs.replace(matrix, **changes)


def codes(form: Questionnaire) -> set[str]:
    return {complaint.code for complaint in proofread(form)}


@given(form=forms())
def test_a_sound_form_has_nothing_to_mend(form: Questionnaire) -> None:
    assert proofread(form) == ()


SUBJECTS_IN_PLENTY = tuple(Subject(key=f"d{at}", label=f"部门{at}") for at in range(2000))

BROKEN: list[tuple[str, Questionnaire]] = [
    ("form.no_title", msgspec.structs.replace(a_poll(a_choice()), title=" ")),
    ("form.no_section", Questionnaire(title="问卷", sections=())),
    ("form.unreadable", a_poll(a_choice(title="长" * 201))),
    ("form.unreadable", a_poll(a_choice(key="No Key"))),
    ("form.too_many_fields", a_poll(a_matrix(subjects=SUBJECTS_IN_PLENTY))),
    ("section.no_question", a_poll()),
    ("question.no_title", a_poll(a_choice(title=""))),
    ("matrix.points", a_poll(a_matrix(grades=(), points=PointScale(low=60, high=60)))),
    ("matrix.points", a_poll(a_matrix(grades=(), points=PointScale(low=0, high=100, step=7)))),
    ("matrix.points_and_grades", a_poll(a_matrix(points=PointScale()))),
    (
        "question.same_field",
        a_poll(
            a_matrix(key="a.b", title="甲", subjects=(Subject(key="c", label="丙"),)),
            a_matrix(key="a", title="乙", subjects=(Subject(key="b.c", label="丁"),)),
        ),
    ),
    ("options.none", a_poll(a_choice(options=()))),
    ("options.one", a_poll(a_choice(options=ABC[:1]))),
    ("options.one", a_poll(a_matrix(grades=ABC[:1]))),
    ("matrix.no_subject", a_poll(a_matrix(subjects=()))),
    ("matrix.no_indicator", a_poll(a_matrix(indicators=()))),
    ("key.duplicate", a_poll(a_choice(), a_choice(title="再选一项"))),
    ("key.duplicate", a_poll(a_choice(options=(*ABC, Option(key="a", label="甲"))))),
    ("key.duplicate", a_poll(a_matrix(subjects=(FINANCE, Subject(key="finance", label="乙"))))),
    ("label.duplicate", a_poll(a_choice(), a_choice(key="again"))),
    ("label.duplicate", a_poll(a_choice(options=(*ABC, Option(key="d", label=" A "))))),
    (
        "label.duplicate",
        a_poll(a_matrix(indicators=(LAWFUL, Indicator(key="b", label="依法行政")))),
    ),
    ("label.empty", a_poll(a_choice(options=(*ABC, Option(key="d", label=""))))),
    (
        "choice.least_over_most",
        a_poll(MultipleChoice(key="q", title="题", options=ABC, least=3, most=2)),
    ),
    (
        "choice.least_over_most",
        a_poll(MultipleChoice(key="q", title="题", options=ABC, least=4)),
    ),
    (
        "choice.most_over_options",
        a_poll(MultipleChoice(key="q", title="题", options=ABC, most=4)),
    ),
    ("scale.low_not_under_high", a_poll(Scale(key="q", title="题", low=5, high=5))),
    ("scale.low_not_under_high", a_poll(Scale(key="q", title="题", low=0, high=10**12))),
    (
        "number.low_over_high",
        a_poll(Number(key="q", title="题", low=Fraction(2), high=Fraction(1))),
    ),
    ("number.bound_too_fine", a_poll(Number(key="q", title="题", low=Fraction(1, 3), digits=2))),
    (
        "ranking.places_over_options",
        a_poll(Ranking(key="q", title="题", options=ABC, places=4)),
    ),
    ("text.about_nobody", a_poll(a_matrix(), LongText(key="q", title="题", about="land"))),
]


@pytest.mark.parametrize(("code", "form"), BROKEN)
def test_what_must_be_mended_is_named(code: str, form: Questionnaire) -> None:
    assert codes(form) == {code}


def shown_if(condition: Condition, *asked: Question) -> Questionnaire:
    last = ShortText(key="last", title="最后一题", show_if=condition)
    return a_poll(*asked, last, a_choice(key="later", title="后面的题"))


def chosen(*options: str) -> Chosen:
    return Chosen(question="choice", options=options)


SCALE = Scale(key="points", title="打分", low=0, high=10)

CONDITIONS: list[tuple[str, Questionnaire]] = [
    ("condition.empty", shown_if(All(of=()))),
    ("condition.empty", shown_if(chosen(), a_choice())),
    ("condition.empty", shown_if(Not(of=AnyOf(of=())))),
    ("condition.unknown_question", shown_if(Answered(question="nowhere"))),
    ("condition.not_earlier", shown_if(Answered(question="later"))),
    ("condition.not_earlier", shown_if(Answered(question="last"))),
    ("condition.unknown_option", shown_if(chosen("a", "d"), a_choice())),
    ("condition.unsuited", shown_if(AtLeast(question="choice", value=Fraction(1)), a_choice())),
    ("condition.unsuited", shown_if(Chosen(question="points", options=("a",)), SCALE)),
    (
        "condition.unsuited",
        shown_if(Answered(question="text"), ShortText(key="text", title="写一句")),
    ),
    ("condition.unreachable", shown_if(AtLeast(question="points", value=Fraction(11)), SCALE)),
    ("condition.unreachable", shown_if(All(of=(chosen("a"), chosen("b"))), a_choice())),
    (
        "condition.unreachable",
        shown_if(All(of=(chosen("a", "b"), Not(of=chosen("a", "b", "c")))), a_choice()),
    ),
    ("condition.unreachable", shown_if(Not(of=Answered(question="choice")), a_choice())),
    ("condition.unreachable", shown_if(Not(of=chosen("a", "b", "c")), a_choice())),
    (
        "condition.unreachable",
        shown_if(
            All(
                of=(
                    AtLeast(question="points", value=Fraction(6)),
                    AtMost(question="points", value=Fraction(5)),
                )
            ),
            SCALE,
        ),
    ),
]


@pytest.mark.parametrize(("code", "form"), CONDITIONS)
def test_a_condition_that_decides_nothing_is_named(code: str, form: Questionnaire) -> None:
    assert codes(form) == {code}


@pytest.mark.parametrize(
    "form",
    [
        shown_if(AnyOf(of=(chosen("a"), chosen("b"))), a_choice()),
        shown_if(Not(of=Answered(question="choice")), a_choice(required=False)),
        shown_if(
            All(of=(Chosen(question="q", options=("a",)), Chosen(question="q", options=("b",)))),
            MultipleChoice(key="q", title="题", options=ABC),
        ),
        shown_if(Chosen(question="grades", options=("c",)), a_matrix()),
        shown_if(Not(of=All(of=(chosen("a"), chosen("b")))), a_choice()),
        shown_if(AtLeast(question="points", value=Fraction(10)), SCALE),
    ],
)
def test_a_condition_that_can_be_met_passes(form: Questionnaire) -> None:
    assert proofread(form) == ()


def test_a_condition_too_tangled_to_follow_is_taken_as_reachable() -> None:
    tangle = All(of=tuple(AnyOf(of=(chosen("a"), chosen("b"))) for _ in range(40)))
    never = All(of=(tangle, chosen("c")))
    assert proofread(shown_if(never, a_choice())) == ()


def test_every_complaint_about_a_form_is_provoked_above() -> None:
    provoked = {code for code, _ in BROKEN + CONDITIONS}
    assert provoked == {code for code in CODES if not code.startswith("plan.")}


def test_a_complaint_leads_to_the_place() -> None:
    (complaint,) = proofread(a_poll(a_choice(options=(*ABC, Option(key="d", label="A")))))
    assert complaint == complain("label.duplicate", "选一项", word="A", times=2)


def test_a_complaint_outside_the_table_is_a_programming_error() -> None:
    raised: Callable[[], object] = lambda: complain("form.ugly")  # noqa: E731
    with pytest.raises(KeyError):
        raised()
