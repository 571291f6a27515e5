"""A count becomes the table that is compared with the tally sheet before anybody signs."""

from collections.abc import Mapping

from reports.wording import meeting as words
from reports.wording.doors import ELECTRONIC, PAPER
from reports.wording.numbers import percent, points
from surveys.appraisal.plan import Plan
from surveys.rules.ruleset import Metric, RuleSet, Share
from surveys.rules.scale import number
from surveys.tally.results import AppraiseeResult, Count, Meeting
from surveys.values import Value


class Row(Value, frozen=True):
    """One department in the table of the count."""

    label: str
    counts: tuple[int, ...]
    figures: tuple[str, ...]
    grade: str


class CountView(Value, frozen=True, kw_only=True):
    """The count as the scrutineers compare it with the tally sheet."""

    meeting: tuple[tuple[str, int], ...]
    options: tuple[str, ...]
    metrics: tuple[str, ...]
    rows: tuple[Row, ...]
    quorate: bool


def count_view(plan: Plan, rules: RuleSet, count: Count) -> CountView:
    """The items that drive the grade, department by department."""
    meeting = count.meeting
    return CountView(
        meeting=(
            (words.ENTITLED, meeting.entitled),
            (words.PRESENT, meeting.present),
            (words.ISSUED, meeting.issued),
            (words.RETURNED, meeting.returned),
            *_parts(meeting),
            (words.VALID, meeting.valid),
            (words.SPOILED, sum(meeting.spoiled.values())),
        ),
        options=tuple(option.label for option in rules.options),
        metrics=tuple(metric.label for metric in rules.metrics),
        rows=tuple(_row(each, rules, _labels(plan)) for each in count.appraisees),
        quorate=count.quorate,
    )


def _parts(meeting: Meeting) -> tuple[tuple[str, int], ...]:
    """What of it was paper, where there was paper."""
    paper = meeting.doors.paper if meeting.doors else None
    if paper is None:
        return ()
    return (ELECTRONIC, meeting.returned - paper.returned), (PAPER, paper.returned)


def _row(result: AppraiseeResult, rules: RuleSet, units: Mapping[str, str]) -> Row:
    driving = {item.key for item in rules.items if item.drives_grade}
    marks = [item.counts for item in result.items if item.item in driving]
    return Row(
        label=units[result.appraisee],
        counts=tuple(
            sum(number(rules, option.key, counts) for counts in marks) for option in rules.options
        ),
        figures=tuple(_figure(result, metric, rules) for metric in rules.metrics),
        grade=result.grade or "",
    )


def _figure(result: AppraiseeResult, metric: Metric, rules: RuleSet) -> str:
    value = result.metrics.get(metric.key)
    say = percent if isinstance(metric, Share) else points
    return say(value, rules.display)


def _labels(plan: Plan) -> dict[str, str]:
    return {appraisee.key: appraisee.label for appraisee in plan.appraisees}
