"""What Wu, the auditor, finds in the box where answers are no answers of that form."""

from collections.abc import Mapping

import msgspec
import pytest

from surveys.keys import WHOLE
from surveys.questionnaire.answer import Answer, Choice, Choices, Order, Points, Quantity
from surveys.questionnaire.form import Section
from surveys.questionnaire.questions import (
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.tally.conclusion import Attendance
from tests.builders import a_ballot, a_manifest
from tests.publications import Publication, a_publication
from tests.surveys.verification.published import checked, failed

ROADS = (Option("road", "道路"), Option("lamp", "路灯"), Option("water", "饮水"))
QUESTIONS = (
    SingleChoice(key="once", title="选一件", options=ROADS),
    MultipleChoice(key="some", title="选几件", options=ROADS, least=0, most=2),
    Ranking(key="first", title="先办哪两件", options=ROADS, places=2),
    Scale(key="grade", title="打分", low=-1, high=5),
    Number(key="days", title="几天", digits=2),
)
HONEST: Mapping[str, Answer] = {
    "once": Choice("lamp"),
    "some": Choices(("road", "water")),
    "first": Order(("water", "road")),
    "grade": Points(-1),
    "days": Quantity("999999999999"),
}


def beside_the_matrix(answers: Mapping[str, Answer]) -> Publication:
    """Eleven ballots that answer the matrix alone, and one that answers everything."""
    manifest = a_manifest()
    asked = Section(key="more", title="", questions=QUESTIONS)
    form = msgspec.structs.replace(manifest.form, sections=(*manifest.form.sections, asked))
    manifest = msgspec.structs.replace(manifest, form=form)
    first, *rest = (a_ballot(number=number) for number in range(12))
    whole = msgspec.structs.replace(first, answers={**first.answers, **answers})
    came = Attendance(present=12, voided={"deputies": {WHOLE: 38}})
    return a_publication(manifest, [whole, *rest], came)


def test_answers_of_every_kind_belong_as_the_door_lets_them_in() -> None:
    assert checked(beside_the_matrix(HONEST)).passed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("once", Choice("bridge")),
        ("some", Choices(("water", "road"))),
        ("some", Choices(("road", "road"))),
        ("some", Choices(("road", "lamp", "water"))),
        ("some", Choices(())),
        ("first", Order(("water",))),
        ("first", Order(("water", "water"))),
        ("first", Order(("water", "bridge"))),
        ("grade", Points(6)),
        ("days", Quantity("1234567890123")),
        ("days", Quantity("999999999999.5")),
        ("days", Quantity("01")),
        ("days", Quantity("-0.00")),
        ("days", Quantity("1.")),
        ("days", Quantity("１")),
        ("days", Quantity("1.005")),
        ("grade", Quantity("3")),
    ],
)
def test_an_answer_no_door_would_have_taken_is_noticed(question: str, answer: Answer) -> None:
    forged = beside_the_matrix({**HONEST, question: answer})
    assert failed(checked(forged)) == {"box.answers"}
