"""A plan becomes the ballot form (测评表) its voters see."""

from surveys.appraisal.plan import Appraisee, Plan
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import GradeMatrix, LongText, Subject

GRADES = "grades"
"""Key of the one grade matrix."""

# The form's own words: they are frozen and fingerprinted with it, so they are made here.
_HEAD = "负责人 {head}"
_REMARK = "对{label}的意见建议"


def ballot_form(plan: Plan) -> Questionnaire:
    """One grade matrix over all appraisees, then a remark for each where the plan wants them."""
    matrix = GradeMatrix(
        key=GRADES,
        title=plan.title,
        required=plan.required,
        subjects=tuple(_subject(appraisee) for appraisee in plan.appraisees),
        indicators=plan.indicators,
        grades=plan.grades,
        points=plan.points,
        quota=plan.quota,
    )
    graded = Section(key="grades", title="", questions=(matrix,))
    return Questionnaire(title=plan.title, sections=(graded, *_remarks(plan)))


def _subject(appraisee: Appraisee) -> Subject:
    note = _HEAD.format(head=appraisee.head) if appraisee.head else ""
    return Subject(key=appraisee.key, label=appraisee.label, note=note)


def _remarks(plan: Plan) -> tuple[Section, ...]:
    """Remarks are numbered: an appraisee's own key may already be as long as a key can be."""
    if not plan.remarks or not plan.appraisees:
        return ()
    questions = tuple(
        LongText(
            key=f"remark.{number}",
            title=_REMARK.format(label=appraisee.label),
            required=False,
            about=appraisee.key,
        )
        for number, appraisee in enumerate(plan.appraisees, start=1)
    )
    return (Section(key="remarks", title="", questions=questions),)
