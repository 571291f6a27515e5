"""A plan becomes the list of what a town must mend in it before its ballot form is made."""

from collections.abc import Iterator

from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Plan
from surveys.questionnaire.complaint import Complaint, complain
from surveys.questionnaire.proofread import proofread


def proofread_plan(plan: Plan) -> tuple[Complaint, ...]:
    """What is wrong with the plan itself; failing that, what is wrong with its form."""
    return tuple(_plan(plan)) or proofread(ballot_form(plan))


def _plan(plan: Plan) -> Iterator[Complaint]:
    if not plan.appraisees:
        yield complain("plan.no_appraisee")
    if sum(indicator.overall for indicator in plan.indicators) > 1:
        yield complain("plan.two_overall")
