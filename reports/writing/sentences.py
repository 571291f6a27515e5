"""What every paper says of a meeting and of one appraisee, in the order real notices say it."""

from collections.abc import Iterator

from reports.wording.doors import say_issued, say_returned
from reports.wording.numbers import enumerate_names, official_date
from reports.wording.spoiled import say_spoiled
from reports.writing.marks import (
    GRADED,
    deciding_item,
    joint_metrics,
    rate_of,
    unit_of,
    write_metrics,
)
from surveys.manifest import Manifest
from surveys.rules.ruleset import GradeOption, RuleSet
from surveys.rules.scale import number
from surveys.tally.results import AppraiseeResult, ItemResult, Meeting, Result

NAMED = 4
"""Appraisees named in the opening sentence before they are only counted."""


def say_meeting(meeting: Meeting) -> str:
    """The meeting's numbers in the order notices give them."""
    parts = [
        f"应到{meeting.entitled}人，实到{meeting.present}人",
        f"发出测评表{say_issued(meeting)}，收回{say_returned(meeting)}，有效{meeting.valid}张",
        say_spoiled(meeting.spoiled),
    ]
    return "，".join(part for part in parts if part)


def say_evaluation(manifest: Manifest, result: Result, whom: str, *, method: str = "") -> str:
    """When, who, whom, and the meeting's numbers; `method` says how it was voted."""
    quorum = "，符合法定人数" if manifest.rules.session.quorum and result.count.quorate else ""
    opened = result.count.meeting.opened_at
    when = f"{official_date(opened)}，" if opened else ""
    return (
        f"{when}{manifest.congress}{method}对{whom}进行了民主测评。"
        f"{say_meeting(result.count.meeting)}{quorum}。"
    )


def name_appraisees(manifest: Manifest) -> str:
    """All of them, or a few and how many there are."""
    names = tuple(appraisee.label for appraisee in manifest.appraisees)
    return enumerate_names(names, at_most=NAMED, counted="个测评对象")


def say_agreed(result: Result) -> str:
    """Who agreed to publish, as a clause before it; nothing where nobody had to."""
    return f"经{result.approved_by}同意，" if result.approved_by else ""


def say_result(rules: RuleSet, result: AppraiseeResult, *, told: Meeting | None = None) -> str:
    """Slips, votes, rates and what follows from them, in one sentence.

    Slips that were just `told` of the meeting are not told again.
    """
    return f"{'，'.join(_sentence(rules, result, told))}。"


def _sentence(rules: RuleSet, result: AppraiseeResult, told: Meeting | None) -> Iterator[str]:
    if told is None or (told.issued, told.returned) != (result.issued, result.returned):
        yield f"发出测评表{result.issued}张，收回{result.returned}张"
    if spoiled := say_spoiled(result.spoiled):
        yield spoiled
    written = write_metrics(rules, result.metrics)
    item = deciding_item(rules, result)
    for option in rules.options:
        yield from _option(rules, option, item=item, written=written)
    if item is not None:
        yield from _odd_marks(item)
    for metric in joint_metrics(rules):
        yield f"{metric.label}{written[metric.key]}{unit_of(metric)}"
    yield from _judgement(result)


def _option(
    rules: RuleSet, option: GradeOption, *, item: ItemResult | None, written: dict[str, str]
) -> Iterator[str]:
    """Votes and rate of one option; without a single deciding item only the rate is one number."""
    marks = None if item is None else number(rules, option.key, item.counts)
    if marks == 0 and rules.publication.omit_zero:
        return
    if marks is not None:
        yield f"{option.label}{'票' if option.role in GRADED else ''}{marks}票"
    if rate := rate_of(rules, option.key):
        yield f"{rate.label}{written[rate.key]}{unit_of(rate)}"


def _odd_marks(item: ItemResult) -> Iterator[str]:
    if item.blank:
        yield f"未填{item.blank}票"
    if item.overmarked:
        yield f"多填{item.overmarked}票"


def _judgement(result: AppraiseeResult) -> Iterator[str]:
    if result.grade is not None:
        yield f"测评等次为“{result.grade}”"
    if result.vetoed:
        yield "适用否决条款"
    if result.standing is not None:
        yield f"名次为第{result.standing}名"
    if result.top:
        yield "列入前几名"
    if result.bottom:
        yield "列入后几名"
