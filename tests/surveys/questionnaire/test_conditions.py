"""When a question is shown."""

from fractions import Fraction

import pytest

from surveys.questionnaire.answer import Answers, Choice, Choices, Marks, Points, Quantity, Words
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
    holds,
)

ANSWERS: Answers = {
    "known": Choice(option="yes"),
    "means": Choices(options=("phone", "letter")),
    "points": Points(points=60),
    "share": Quantity(number="0.50"),
    "grades": Marks(marks={"finance": {"lawful": "dissatisfied", "overall": None}}),
    "unmarked": Marks(marks={"finance": {"lawful": None}}),
    "why": Words(words="排队太久"),
}


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Chosen(question="known", options=("yes", "no")), True),
        (Chosen(question="known", options=("no",)), False),
        (Chosen(question="means", options=("letter",)), True),
        (Chosen(question="grades", options=("dissatisfied",)), True),
        (Chosen(question="grades", options=("satisfied",)), False),
        (Chosen(question="unasked", options=("yes",)), False),
        (AtLeast(question="points", value=Fraction(60)), True),
        (AtLeast(question="points", value=Fraction(61)), False),
        (AtMost(question="points", value=Fraction(60)), True),
        (AtMost(question="points", value=Fraction(119, 2)), False),
        (AtLeast(question="share", value=Fraction(1, 2)), True),
        (AtMost(question="unasked", value=Fraction(1)), False),
        (AtLeast(question="why", value=Fraction(0)), False),
        (Answered(question="why"), True),
        (Answered(question="unasked"), False),
        (Answered(question="unmarked"), False),
        (Answered(question="grades"), True),
        (Not(of=Answered(question="unasked")), True),
        (All(of=(Answered(question="why"), Answered(question="unasked"))), False),
        (AnyOf(of=(Answered(question="why"), Answered(question="unasked"))), True),
    ],
)
def test_a_condition_is_met_by_the_answers_it_names(condition: Condition, *, met: bool) -> None:
    assert holds(condition, ANSWERS) is met
