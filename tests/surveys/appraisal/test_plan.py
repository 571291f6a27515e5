"""A plan becomes a ballot form, and presets are ready to use."""

import msgspec
import pytest

from surveys import canonical
from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import OVERALL, PRESETS, SCALES, Preset, draft
from surveys.appraisal.proofread import proofread_plan
from surveys.questionnaire.questions import GradeMatrix, LongText, Option
from tests.builders import FOUR_DEPARTMENTS, a_form, a_plan


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
@pytest.mark.parametrize("grades", SCALES.values(), ids=SCALES.keys())
def test_a_town_can_start_from_any_preset_and_any_scale(
    preset: Preset, grades: tuple[Option, ...]
) -> None:
    plan = draft(preset, title="部门工作民主测评", appraisees=FOUR_DEPARTMENTS)
    assert proofread_plan(plan) == ()
    assert proofread_plan(msgspec.structs.replace(plan, grades=grades)) == ()


def test_the_form_grades_every_department_on_every_indicator() -> None:
    (matrix,) = a_form().matrices()
    assert [subject.key for subject in matrix.subjects] == [
        "finance",
        "agriculture",
        "society",
        "land",
    ]
    assert len(matrix.indicators) == 9
    assert [indicator.key for indicator in matrix.indicators if indicator.overall] == ["overall"]
    assert [grade.label for grade in matrix.grades] == ["满意", "基本满意", "不满意", "不了解"]


def test_the_head_of_a_department_stands_under_its_name() -> None:
    (matrix,) = a_form().matrices()
    assert (matrix.subjects[0].label, matrix.subjects[0].note) == ("镇财政所", "负责人 王某某")


def test_each_department_may_be_given_a_remark() -> None:
    texts = [q for q in a_form().questions() if isinstance(q, LongText)]
    assert [(text.about, text.required) for text in texts] == [
        ("finance", False),
        ("agriculture", False),
        ("society", False),
        ("land", False),
    ]
    assert texts[0].title == "对镇财政所的意见建议"


def test_a_plan_without_remarks_asks_for_none() -> None:
    assert [type(q) for q in a_form(remarks=False).questions()] == [GradeMatrix]


def test_a_plan_may_leave_cells_open() -> None:
    (matrix,) = a_form(required=False).matrices()
    assert not matrix.required


def test_a_department_with_the_longest_key_still_has_a_remark() -> None:
    department = Appraisee(key="d" * 40, label="长" * 190)
    assert proofread_plan(a_plan(appraisees=(department,))) == ()


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (a_plan(appraisees=()), "plan.no_appraisee"),
        (a_plan(indicators=(OVERALL, OVERALL)), "plan.two_overall"),
        (a_plan(indicators=()), "matrix.no_indicator"),
        (a_plan(title=""), "form.no_title"),
        (a_plan(grades=()), "options.none"),
        (a_plan(appraisees=(FOUR_DEPARTMENTS[0], FOUR_DEPARTMENTS[0])), "key.duplicate"),
        (a_plan(appraisees=(Appraisee(key="long", label="长" * 201),)), "form.unreadable"),
    ],
)
def test_what_must_be_mended_in_a_plan_is_named(plan: Plan, code: str) -> None:
    assert code in {complaint.code for complaint in proofread_plan(plan)}


def test_a_plan_reads_back_from_its_canonical_bytes() -> None:
    assert canonical.decode(canonical.encode(a_plan()), Plan) == a_plan()
    assert ballot_form(canonical.decode(canonical.encode(a_plan()), Plan)) == a_form()
