"""Reading what follows from a result: the ranking, consequences, rounds, the published columns."""

from collections.abc import Iterator

from surveys.rules.aftermath import Consequence, Outcome, Term
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.ruleset import Column, RuleSet


def proofread_aftermath(rules: RuleSet) -> Iterator[Complaint]:
    """What can never happen, or happens to nobody."""
    yield from _ranking(rules)
    for consequence in rules.consequences:
        yield from _consequence(consequence, rules)
    yield from _rounds(rules)
    columns = set(rules.publication.columns)
    if Column.GRADE in columns and not rules.rungs:
        yield Complaint(Fault.COLUMN_IDLE, "等次")
    if Column.STANDING in columns and rules.ranking is None:
        yield Complaint(Fault.COLUMN_IDLE, "名次")


def _ranking(rules: RuleSet) -> Iterator[Complaint]:
    ranking = rules.ranking
    if ranking is None:
        return
    seen = {ranking.by}
    for tiebreak in ranking.then:
        if tiebreak.by in seen:
            yield Complaint(Fault.TIEBREAK_IDLE, tiebreak.by)
        seen.add(tiebreak.by)
    if ranking.bottom_only_if is not None and not ranking.bottom:
        yield Complaint(Fault.GATE_IDLE, rules.title)


def _consequence(consequence: Consequence, rules: RuleSet) -> Iterator[Complaint]:
    grade, outcome, action = consequence.grade, consequence.outcome, consequence.action
    if (grade is None) == (outcome is None):
        yield Complaint(Fault.CONSEQUENCE_OF, action)
    if grade is not None and grade not in _labels(rules):
        yield Complaint(Fault.CONSEQUENCE_GRADE, action, grade)
    if outcome is not None and not _happens(outcome, rules):
        yield Complaint(Fault.CONSEQUENCE_IDLE, action)
    if consequence.due == Term():
        yield Complaint(Fault.NO_TERM, action)
    held_again = rules.rounds is None or grade is None or grade in rules.rounds.next_on
    if consequence.retest and not held_again:
        yield Complaint(Fault.ROUND_MISSING, action, grade or "")


def _happens(outcome: Outcome, rules: RuleSet) -> bool:
    match outcome:
        case Outcome.TOP:
            return rules.ranking is not None and rules.ranking.top > 0
        case Outcome.BOTTOM:
            return rules.ranking is not None and rules.ranking.bottom > 0
        case Outcome.VETOED:
            return bool(rules.vetoes)


def _rounds(rules: RuleSet) -> Iterator[Complaint]:
    if rules.rounds is None:
        return
    if not rules.rounds.next_on:
        yield Complaint(Fault.ROUND_GRADE, rules.title)
    for label in rules.rounds.next_on:
        if label not in _labels(rules):
            yield Complaint(Fault.ROUND_GRADE, label)


def _labels(rules: RuleSet) -> set[str]:
    return {rung.label for rung in rules.rungs}
