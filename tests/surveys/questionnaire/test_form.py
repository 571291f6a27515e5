"""Restricting a form to one unit, what is visible, and the steps of its page."""

import pytest
from hypothesis import given

from surveys import canonical
from surveys.keys import WHOLE
from surveys.questionnaire import fields
from surveys.questionnaire.answers import Answers, Choice, fits, read
from surveys.questionnaire.conditions import Chosen
from surveys.questionnaire.form import (
    Questionnaire,
    Section,
    fingerprint,
    restrict,
    subjects,
    visible,
    without_texts,
)
from surveys.questionnaire.questions import LongText, Option, SingleChoice
from surveys.questionnaire.steps import steps
from surveys.refusals import Refusal
from tests.builders import a_form, some_marks
from tests.strategies import forms

YES_NO = (Option(key="yes", label="是"), Option(key="no", label="否"))
KNOWN = SingleChoice(key="known", title="办过事吗", options=YES_NO)
WHERE = SingleChoice(
    key="where",
    title="在哪里办的",
    options=YES_NO,
    show_if=Chosen(question="known", options=("yes",)),
)
WHY = LongText(key="why", title="为什么", show_if=Chosen(question="where", options=("yes",)))
CHAIN = Questionnaire(
    title="问卷", sections=(Section(key="all", title="", questions=(KNOWN, WHERE, WHY)),)
)


@given(form=forms())
def test_a_form_reads_back_from_its_canonical_bytes(form: Questionnaire) -> None:
    again = canonical.decode(canonical.encode(form), Questionnaire)
    assert (again, fingerprint(again)) == (form, fingerprint(form))


def test_any_changed_word_changes_the_fingerprint() -> None:
    assert fingerprint(a_form()) != fingerprint(a_form(title="老厂镇2027年度部门工作民主测评"))


def test_a_unit_keeps_its_own_rows_and_the_remark_about_it() -> None:
    form = restrict(a_form(), "finance")
    assert list(subjects(form)) == ["finance"]
    assert [question.key for question in form.questions()] == ["grades", "remark.1"]


def test_the_whole_form_is_its_own_restriction() -> None:
    assert restrict(a_form(), WHOLE) == a_form()


def test_a_unit_nobody_appraises_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        restrict(a_form(), "post-office")
    assert refused.value.code == "form.unknown_unit"


@pytest.mark.parametrize("other", ["agriculture", "society", "land"])
def test_a_ballot_of_one_unit_never_takes_marks_for_another(other: str) -> None:
    form = restrict(a_form(), "finance")
    marks = some_marks(restrict(a_form(), other))
    raw = fields.write(restrict(a_form(), other), marks)
    with pytest.raises(Refusal) as refused:
        read(form, {**fields.write(form, some_marks(form)), **raw})
    assert refused.value.code == "form.unknown_question"
    assert not fits(form, marks)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, ("known",)),
        ({"known": Choice(option="no")}, ("known",)),
        ({"known": Choice(option="yes")}, ("known", "where")),
        (
            {"known": Choice(option="yes"), "where": Choice(option="yes")},
            ("known", "where", "why"),
        ),
        ({"known": Choice(option="no"), "where": Choice(option="yes")}, ("known",)),
    ],
)
def test_an_answer_to_a_hidden_question_leads_nowhere(
    answers: Answers, shown: tuple[str, ...]
) -> None:
    assert tuple(question.key for question in visible(CHAIN, answers)) == shown


def test_an_opened_ballot_answers_the_form_without_its_texts() -> None:
    assert [question.key for question in without_texts(CHAIN).questions()] == ["known", "where"]


def test_each_department_is_a_step_with_its_rows_and_its_remark() -> None:
    page = steps(a_form())
    assert [(step.key, step.note) for step in page] == [
        ("finance", "负责人 王某某"),
        ("agriculture", "负责人 李某某"),
        ("society", "负责人 张某某"),
        ("land", "负责人 陈某某"),
    ]
    assert [len(grid.indicators) for step in page for grid in step.grids] == [9, 9, 9, 9]
    assert [q.key for step in page for q in step.questions] == [
        "remark.1",
        "remark.2",
        "remark.3",
        "remark.4",
    ]


def test_a_section_without_departments_is_a_step_of_its_own() -> None:
    form = Questionnaire(title="测评", sections=(*a_form().sections, *CHAIN.sections))
    assert [step.key for step in steps(form)][4:] == ["_all"]


@given(form=forms())
def test_no_question_is_lost_between_the_steps(form: Questionnaire) -> None:
    page = steps(form)
    asked = {q.key for step in page for q in step.questions}
    asked |= {grid.question for step in page for grid in step.grids}
    assert asked == {question.key for question in form.questions()}
    assert len({step.key for step in page}) == len(page)
