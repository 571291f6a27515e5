"""A form twice as large is twice the work; one that nobody could send is told so, and not drawn."""

from collections.abc import Callable, Iterable

import pytest

from surveys.canonical import decode, encode
from surveys.questionnaire import fields
from surveys.questionnaire.conditions import DEEPEST, All, AnyOf, Chosen, Condition, Not
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    MultipleChoice,
    Option,
    Question,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.questionnaire.steps import steps
from surveys.refusals import Refusal
from tests.effort import calls_of

TWICE = 2.6
TWO = (Option(key="a", label="甲"), Option(key="b", label="乙"))


def a_form(questions: Iterable[Question]) -> Questionnaire:
    section = Section(key="s", title="一", questions=tuple(questions))
    return Questionnaire(title="问卷", sections=(section,))


def a_choice(key: str, condition: Condition | None = None) -> SingleChoice:
    return SingleChoice(key=key, title=key, options=TWO, show_if=condition)


def a_matrix(key: str, subjects: Iterable[str]) -> GradeMatrix:
    return GradeMatrix(
        key=key,
        title=key,
        subjects=tuple(Subject(key=each, label=each) for each in subjects),
        indicators=(Indicator(key="i", label="指标"),),
        grades=TWO,
    )


def matrices(size: int) -> Questionnaire:
    return a_form(a_matrix(f"m{at}", (f"d{at}",)) for at in range(size))


def remarks(size: int) -> Questionnaire:
    keys = [f"d{at}" for at in range(size)]
    about = (ShortText(key=f"t-{key}", title=f"关于{key}", about=key) for key in keys)
    return a_form((a_matrix("m", keys), *about))


def every_one_of(size: int) -> Questionnaire:
    """Only the very last part can never be met."""
    either = AnyOf(of=(Chosen(question="q", options=("a",)),) * 2)
    never = Chosen(question="q", options=("b",))
    return a_form((a_choice("q"), a_choice("r", All(of=(*((either,) * size), never)))))


@pytest.mark.parametrize("form", [matrices, remarks])
def test_twice_the_form_is_twice_the_steps(form: Callable[[int], Questionnaire]) -> None:
    once, twice = form(100), form(200)
    assert len(steps(twice)) == 200
    assert calls_of(lambda: steps(twice)) <= TWICE * calls_of(lambda: steps(once))


def test_a_condition_of_many_parts_is_judged_by_a_bounded_number_of_ways() -> None:
    short, long = every_one_of(1000), every_one_of(2000)
    assert proofread(every_one_of(3))[0].code == "condition.unreachable"
    assert proofread(long) == ()  # given the benefit of the doubt
    assert calls_of(lambda: proofread(long)) <= TWICE * calls_of(lambda: proofread(short))


def nested(levels: int) -> Condition:
    condition: Condition = Chosen(question="q", options=("a",))
    for _ in range(levels):
        condition = Not(of=condition)
    return condition


def test_a_condition_may_be_nested_only_so_deep() -> None:
    form = a_form((a_choice("q"), a_choice("r", nested(DEEPEST))))
    assert decode(encode(form), Questionnaire) == form
    assert proofread(form) == ()
    with pytest.raises(ValueError, match="levels"):
        nested(DEEPEST + 1)
    deeper = encode(form).replace(b'{"of":{"options', b'{"of":{"of":{"options', 1)
    deeper = deeper.replace(b'"type":"chosen"}', b'"type":"chosen"},"type":"not"}', 1)
    with pytest.raises(Refusal, match="publication"):
        decode(deeper, Questionnaire)


def test_fields_are_counted_without_being_drawn() -> None:
    keys = [f"d{at}" for at in range(30)]
    several = MultipleChoice(key="s", title="多选", options=TWO, show_if=nested(1))
    assert fields.count(a_form((a_matrix("m", keys), a_choice("q"), several))) == 30 + 1 + 2 + 1
    huge = GradeMatrix(
        key="m",
        title="大表",
        subjects=tuple(Subject(key=f"d{at}", label=f"部门{at}") for at in range(3000)),
        indicators=tuple(Indicator(key=f"i{at}", label=f"指标{at}") for at in range(3000)),
        grades=TWO,
    )
    (complaint,) = proofread(a_form((huge,)))
    assert complaint.data == {"number": 9_000_000, "limit": fields.MOST}
    assert calls_of(lambda: proofread(a_form((huge,)))) < 100
