"""Votes told by their numbers: counts in, real ballots through the real count, a result out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import count as naturals
from typing import Any

import msgspec

from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.questionnaire.answer import Mark, Marks
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option, Subject
from surveys.rules.ruleset import Comparison, RuleSet, Rung, Threshold
from surveys.rules.scale import scores
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score

FINANCE = Appraisee(key="finance", label="镇财政所")
LAND = Appraisee(key="land", label="镇自然资源所", kind=AppraiseeClass.STATIONED)

Cells = Mapping[str, Mark]
"""What one ballot marks for one appraisee: item → mark."""


def form_of(rules: RuleSet, *appraisees: Appraisee) -> Questionnaire:
    """A form that asks exactly what the rules count."""
    matrix = GradeMatrix(
        key="marks",
        title="测评表",
        subjects=tuple(Subject(key=each.key, label=each.label) for each in appraisees),
        indicators=tuple(Indicator(key=item.key, label=item.label) for item in rules.items),
        grades=tuple(Option(key=each.key, label=each.label) for each in rules.options),
    )
    return Questionnaire(title="测评", sections=(Section(key="s", title="", questions=(matrix,)),))


def ballots_of(votes: Iterable[Cells], *, group: str, appraisee: str = "finance") -> list[Ballot]:
    """One ballot for each set of cells, all for one appraisee."""
    return [
        Ballot(
            survey="laochang-2026",
            group=group,
            unit=WHOLE,
            answers={"marks": Marks(marks={appraisee: dict(cells)})},
            nonce=f"{number:032x}",
        )
        for number, cells in zip(naturals(), votes, strict=False)
    ]


def votes_of(rules: RuleSet, counts: Mapping[str, int]) -> list[Cells]:
    """So many ballots for each grade, told by its label, or for each score; all items alike."""
    keys = {option.label: option.key for option in rules.options}
    keys |= {score: score for score in scores(rules)}
    return [
        {item.key: keys[label] for item in rules.items}
        for label, number in counts.items()
        for _ in range(number)
    ]


def mixed_votes(rules: RuleSet, number: int) -> list[Cells]:
    """So many ballots, the items of each marked differently."""
    marks = [option.key for option in rules.options] or [str(n) for n in range(0, 101, 3)]
    return [
        {item.key: marks[n * (at + 7) % len(marks)] for at, item in enumerate(rules.items)}
        for n in range(number)
    ]


def result_of(
    rules: RuleSet,
    counts: Mapping[str, int] | Mapping[str, Mapping[str, int]],
    *,
    appraisee: Appraisee = FINANCE,
    **session: Any,
) -> AppraiseeResult:
    """Cast, count and score. `counts`: grade → number, or weighting group → grade → number."""
    first = rules.electorate.groups[0].key
    grouped: Mapping[str, Any] = (
        counts if all(isinstance(value, Mapping) for value in counts.values()) else {first: counts}
    )
    ballots = [
        ballot
        for group, numbers in grouped.items()
        for ballot in ballots_of(votes_of(rules, numbers), group=group)
    ]
    return judge(rules, ballots, appraisee=appraisee, **session)


def session_of(rules: RuleSet, ballots: list[Ballot], **changes: int) -> Denominators:
    """Everybody entitled came and returned what was issued, unless told otherwise."""
    given = Counter(ballot.group for ballot in ballots)
    numbers: dict[str, Any] = dict.fromkeys(("entitled", "present", "invited"), len(ballots))
    issued = {group.key: {WHOLE: given[group.key]} for group in rules.electorate.groups}
    return Denominators(issued=issued, **(numbers | changes))


def judge(
    rules: RuleSet,
    ballots: list[Ballot],
    *,
    appraisee: Appraisee = FINANCE,
    **session: Any,
) -> AppraiseeResult:
    """Count these ballots and score one appraisee; everybody came and every slip was returned."""
    size = len(ballots)
    numbers: dict[str, Any] = {"entitled": size, "present": size, "invited": size} | session
    first = rules.electorate.groups[0].key
    numbers.setdefault("issued", {first: {WHOLE: size}})
    tally = count(ballots, form_of(rules, FINANCE), rules=rules)
    results = score(tally, rules, appraisees=(appraisee,), session=Denominators(**numbers))
    return results[0]


def changed(rules: RuleSet, **changes: Any) -> RuleSet:
    """The same rules but for these fields."""
    return msgspec.structs.replace(rules, **changes)


def at_least(metric: str, value: str) -> Threshold:
    """`metric` ≥ `value`."""
    return Threshold(metric=metric, op=Comparison.AT_LEAST, value=Fraction(value))


def over(metric: str, value: str, item: str | None = None) -> Threshold:
    """`metric` > `value`, of one item or over those that drive the grade."""
    return Threshold(metric=metric, op=Comparison.OVER, value=Fraction(value), item=item)


def rung(label: str, *when: Threshold) -> Rung:
    """One step; without thresholds, the last."""
    return Rung(label=label, when=when)
