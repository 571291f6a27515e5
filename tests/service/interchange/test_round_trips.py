"""Whatever of ours a foreign format holds comes back as it was; whatever it cannot is named."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from service.interchange.joining import normal
from service.interchange.reading import read_questionnaire
from service.interchange.writing import write_questionnaire
from surveys.questionnaire.conditions import AtLeast
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    PointScale,
    Quota,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.refusals import Refusal
from tests.service.interchange.rich_form import GRADES, RICH
from tests.strategies import forms

FILES = {"xlsform": "问卷.xlsx", "surveyjs": "问卷.json", "json": "问卷.json"}


def as_it_returns(form: Questionnaire) -> Questionnaire:
    """The same form, its conditions in their one writing."""
    sections = tuple(
        msgspec.structs.replace(
            section,
            questions=tuple(
                msgspec.structs.replace(q, show_if=normal(q.show_if) if q.show_if else None)
                for q in section.questions
            ),
        )
        for section in form.sections
    )
    return msgspec.structs.replace(form, sections=sections)


@pytest.mark.parametrize("kind", FILES)
def test_a_form_with_everything_comes_back_as_it_was(kind: str) -> None:
    written = write_questionnaire(RICH, kind)
    assert read_questionnaire(FILES[kind], written).form == as_it_returns(RICH)
    assert write_questionnaire(RICH, kind) == written


def the_reasons(form: Questionnaire, kind: str) -> object:
    """Why a format does not hold a form; None where it does."""
    try:
        write_questionnaire(form, kind)
    except Refusal as refusal:
        return refusal.data["reasons"] if refusal.code == "interchange.unfit" else None
    return None


@pytest.mark.parametrize(("kind", "examples"), [("xlsform", 25), ("surveyjs", 60), ("json", 40)])
def test_any_form_comes_back_or_is_refused_by_name(kind: str, examples: int) -> None:
    came_back = []

    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(forms())
    def law(form: Questionnaire) -> None:
        reasons = the_reasons(form, kind)
        if reasons is None:
            written = write_questionnaire(form, kind)
            assert read_questionnaire(FILES[kind], written).form == as_it_returns(form)
            came_back.append(form)
        else:
            assert reasons

    law()
    assert came_back


def a_form(*questions: GradeMatrix | SingleChoice | Ranking) -> Questionnaire:
    return Questionnaire(title="问卷", sections=(Section("s1", "", questions),))


def the_matrix(**more: object) -> GradeMatrix:
    matrix = next(RICH.matrices())
    return msgspec.structs.replace(matrix, **more)


@pytest.mark.parametrize(
    ("question", "kind", "reason"),
    [
        (the_matrix(quota=Quota("satisfied", 1)), "surveyjs", "矩阵“各方面”有名额限制"),
        (the_matrix(points=PointScale(), grades=()), "xlsform", "矩阵“各方面”直接打分"),
        (Ranking(key="r", title="排序", options=GRADES, places=2), "xlsform", "只排前 2 名"),
        (SingleChoice(key="a", title="{x}好吗", options=GRADES), "surveyjs", "{x}"),
        (SingleChoice(key="a", title="好\x07吗", options=GRADES), "xlsform", "控制字符"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_by_name(
    question: GradeMatrix | SingleChoice | Ranking, kind: str, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        write_questionnaire(a_form(question), kind)
    assert refused.value.code == "interchange.unfit"
    assert reason in str(refused.value.data["reasons"])


def test_a_condition_no_decimal_can_say_is_refused_by_name() -> None:
    third = msgspec.structs.replace(
        RICH.sections[0].questions[0], show_if=AtLeast("s", Fraction(1, 3))
    )
    scale = Scale(key="s", title="打分", low=0, high=9)
    form = Questionnaire(title="问卷", sections=(Section("s1", "", (scale, third)),))
    for kind in ("xlsform", "surveyjs"):
        with pytest.raises(Refusal) as refused:
            write_questionnaire(form, kind)
        assert refused.value.data["reasons"] == ("“第一题”的显示条件",)


def test_a_form_with_something_to_mend_is_not_handed_on() -> None:
    with pytest.raises(Refusal) as refused:
        write_questionnaire(a_form(SingleChoice(key="a", title="好吗", options=())), "xlsform")
    assert refused.value.code == "form.unproofed"


def test_our_own_file_of_a_later_layout_is_not_guessed_at() -> None:
    written = write_questionnaire(RICH, "json").replace(b'"layout":1', b'"layout":2')
    with pytest.raises(Refusal) as refused:
        read_questionnaire("a.json", written)
    assert [each.code for each in refused.value.data["objections"]] == ["own_version"]  # type: ignore[attr-defined]


def test_text_comes_back_and_a_line_nobody_understood_refuses_it() -> None:
    written = write_questionnaire(RICH, "text")
    assert read_questionnaire("a.txt", written).form == RICH
    with pytest.raises(Refusal) as refused:
        read_questionnaire("a.txt", "# 问卷\n1. 好吗\n好 / 不好\n然后呢".encode())
    (objection,) = refused.value.data["objections"]  # type: ignore[misc]
    assert objection.sentence().startswith("第 4 行：看不出“然后呢”")
