"""What one appraisee is asked to mend: the sentences that several papers share."""

from reports.wording.letters import (
    HOW_TO_REPORT,
    PLAN_BY,
    PLAN_ON,
    REPORT_BY,
    REPORT_ON,
    USUAL_TERM,
    VOTED_AGAIN,
)
from reports.wording.numbers import official_date
from reports.wording.rule_aftermath import say_term
from reports.writing.conclusion import falls_under
from reports.writing.marks import labels
from surveys.keys import AppraiseeKey
from surveys.manifest import Manifest
from surveys.rules.aftermath import Consequence
from surveys.rules.ruleset import RuleSet
from surveys.tally.results import AppraiseeResult, Result
from surveys.values import Value


class Deadlines(Value, frozen=True):
    """Until when (YYYY-MM-DD); where no day is set, the rule's term or the usual one is said."""

    plan: str = ""
    report: str = ""


def find_result(result: Result, appraisee: AppraiseeKey) -> AppraiseeResult:
    """The result of one appraisee."""
    return next(each for each in result.count.appraisees if each.appraisee == appraisee)


def name_of(manifest: Manifest, appraisee: AppraiseeKey) -> str:
    """Its name."""
    return labels(manifest)[appraisee]


def own_consequences(rules: RuleSet, result: AppraiseeResult) -> tuple[Consequence, ...]:
    """What the rule set lays on this result."""
    return tuple(each for each in rules.consequences if falls_under(result, each))


def say_deadlines(
    rules: RuleSet, result: AppraiseeResult, deadlines: Deadlines, *, paper: str
) -> str:
    """Until when the plan and the report are due; `paper` is what the term runs from."""
    terms = [each.due for each in own_consequences(rules, result) if each.due]
    plan = PLAN_ON.format(date=_day(deadlines.plan)) if deadlines.plan else PLAN_BY
    term = say_term(terms[0]) if terms else USUAL_TERM
    report = (
        REPORT_ON.format(date=_day(deadlines.report))
        if deadlines.report
        else REPORT_BY.format(term=term)
    )
    return f"{plan.format(paper=paper)}，{report}。"


def say_how_to_report(manifest: Manifest) -> str:
    """Signed, sealed, to whom."""
    return HOW_TO_REPORT.format(congress=manifest.congress)


def say_voted_again(rules: RuleSet, result: AppraiseeResult) -> str:
    """That the vote is held again, where the rule set says so."""
    again = any(each.retest for each in own_consequences(rules, result))
    return VOTED_AGAIN if again else ""


def _day(day: str) -> str:
    return official_date(f"{day}T00:00:00+08:00")
