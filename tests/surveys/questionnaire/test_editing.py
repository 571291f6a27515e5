"""Small changes to a form: each does one thing, and conditions stay true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire import editing
from surveys.questionnaire.editing import Blanks
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.hints import KINDS
from surveys.questionnaire.paste.keeping import settle
from surveys.questionnaire.paste.reading import parse
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from tests.strategies import forms

TEXT = "# 问卷\n1. 好吗\n满意 / 不满意\n2. 为何（问答）（第1题选“不满意”时）\n## 乙\n3. 丙（填空）"
BLANKS = Blanks(question="新题目", option="选项", row="测评项", subject="部门")


def the_form() -> Questionnaire:
    return parse(TEXT).form


def order(form: Questionnaire) -> list[list[str]]:
    return [[question.title for question in section.questions] for section in form.sections]


def test_a_question_moved_over_the_edge_goes_into_the_next_section() -> None:
    assert order(editing.move(the_form(), 1, by=1)) == [["好吗"], ["为何", "丙"]]
    assert order(editing.move(the_form(), 2, by=-1)) == [["好吗", "为何", "丙"], []]
    assert editing.move(the_form(), 0, by=-1) == the_form()
    assert editing.move(the_form(), 2, by=1) == the_form()


@given(forms(), st.data())
def test_moving_loses_no_question(form: Questionnaire, data: st.DataObject) -> None:
    count = len(list(form.questions()))
    place = data.draw(st.integers(0, count - 1))
    moved = editing.move(form, place, by=data.draw(st.sampled_from((-1, 1))))
    assert sorted(q.key for q in moved.questions()) == sorted(q.key for q in form.questions())


def test_a_section_goes_with_its_last_question() -> None:
    assert order(editing.remove(the_form(), 2)) == [["好吗", "为何"]]


def test_nothing_a_condition_waits_for_is_removed() -> None:
    for remove in (
        lambda form: editing.remove(form, 0),
        lambda form: editing.remove_part(form, 0, kind="option", at=1),
    ):
        with pytest.raises(Refusal) as refused:
            remove(the_form())
        assert refused.value.code == "questionnaire.needed"
    editing.remove_part(the_form(), 0, kind="option", at=0)


def test_an_option_renamed_from_a_known_word_loses_the_key_that_counts() -> None:
    form = settle(editing.rename_part(the_form(), 0, kind="option", at=1, label="差"))
    asked, why, _ = form.questions()
    (_, bad) = editing.parts_of(asked, "option")
    assert (bad.label, bad.key) == ("差", "o2")
    assert getattr(why.show_if, "options", ()) == ("o2",)


def test_a_new_option_is_called_unlike_the_others() -> None:
    form = editing.rename_part(the_form(), 0, kind="option", at=0, label="选项3")
    more = editing.add_part(form, 0, kind="option", label="选项")
    assert [part.label for part in editing.parts_of(next(more.questions()), "option")] == [
        "选项3",
        "不满意",
        "选项4",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_just_begun_has_nothing_to_mend(kind: str) -> None:
    empty = Questionnaire(title="问卷", sections=())
    form = editing.add(empty, editing.begin(empty, kind, BLANKS))
    assert proofread(settle(form)) == ()
