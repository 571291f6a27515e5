"""Opened ballots become a tally, in one pass and in memory that does not grow with them.

How one ballot is judged, appraisee by appraisee it carries:

    nothing marked                   abstained, or spoiled as blank (`BallotHandling.blank`)
    a word the rule set, or the item, does not have   spoiled as wrong form
    some cell blank or over-marked   `partial` says whether the rest of its marks still count
    no cell marked properly          spoiled as over-marked

Before all that, a ballot over its quota is spoiled for every appraisee it carries.

A spoiled ballot puts nothing into the cells, so that for every item
`returned = spoiled + marks + blank + overmarked`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from surveys.ballots.ballot import Ballot
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE, AppraiseeKey, GroupKey, OptionKey, QuestionKey
from surveys.questionnaire.answers import Mark, Marks
from surveys.questionnaire.form import Questionnaire
from surveys.rules import scale
from surveys.rules.ruleset import Blank, Partial, Quota, RuleSet
from surveys.tally.tally import AppraiseeTally, Cell, Tally

_BLANK = None
_OVERMARKED = ()
"""How a cell marked more than once is read: no option, yet not blank."""


class _Row(NamedTuple):
    question: QuestionKey
    appraisee: AppraiseeKey


class _Reading(NamedTuple):
    """What every ballot is read against, worked out once."""

    items: tuple[str, ...]
    required: tuple[bool, ...]
    options: frozenset[Mark]
    """What every item takes: a ballot with these marks alone needs no closer look."""
    allowed: tuple[frozenset[OptionKey], ...]
    blank: Blank
    partial: Partial
    quota: Quota | None


class _Pile:
    """The running counts of one appraisee within one weighting group."""

    def __init__(self, items: Sequence[str]) -> None:
        self.returned = 0
        self.abstained = 0
        self.spoiled = Counter[str]()
        self.cells = [Counter[Mark]() for _ in items]

    def spoil(self, reason: Spoiled) -> None:
        self.returned += 1
        self.spoiled[reason.value] += 1

    def put(self, marks: Sequence[Mark], reading: _Reading) -> None:
        self.returned += 1
        if not reading.options.issuperset(marks):
            marks = [_plain(mark) for mark in marks]
            spoiled = _judge(marks, reading)
            if spoiled is not None:
                self.spoiled[spoiled.value] += 1
                return
            self.abstained += all(mark == _BLANK for mark in marks)
        for cell, mark in zip(self.cells, marks, strict=True):
            cell[mark] += 1


def count(ballots: Iterable[Ballot], form: Questionnaire, *, rules: RuleSet) -> Tally:
    """Count every ballot. Ballots of other forms were kept out when the box was opened."""
    rows, reading = _rows(form), _reading(rules)
    piles: dict[GroupKey, dict[AppraiseeKey, _Pile]] = {}
    for ballot in ballots:
        group = piles.setdefault(ballot.group, {})
        over = _over(ballot, rows[ballot.unit], reading)
        for row in rows[ballot.unit]:
            pile = group.get(row.appraisee) or group.setdefault(row.appraisee, _Pile(reading.items))
            if over:
                pile.spoil(Spoiled.OVER_QUOTA)
            else:
                pile.put(_marks(ballot, row, reading.items), reading)
    return Tally(
        {
            group: {appraisee: _settle(pile, rules) for appraisee, pile in members.items()}
            for group, members in piles.items()
        }
    )


def sound(
    ballots: Iterable[Ballot], form: Questionnaire, *, rules: RuleSet, appraisee: AppraiseeKey
) -> Iterator[Ballot]:
    """The ballots that `count` does not spoil for one appraisee they carry."""
    rows, reading = _rows(form), _reading(rules)
    for ballot in ballots:
        carried = rows[ballot.unit]
        for row in carried:
            if row.appraisee == appraisee and not _over(ballot, carried, reading):
                marks = [_plain(mark) for mark in _marks(ballot, row, reading.items)]
                if reading.options.issuperset(marks) or _judge(marks, reading) is None:
                    yield ballot


def _rows(form: Questionnaire) -> dict[str, tuple[_Row, ...]]:
    """Unit → the rows its ballot carries; `WHOLE` carries all of them."""
    rows = [
        _Row(matrix.key, subject.key) for matrix in form.matrices() for subject in matrix.subjects
    ]
    return {WHOLE: tuple(rows)} | {row.appraisee: (row,) for row in rows}


def _reading(rules: RuleSet) -> _Reading:
    allowed = tuple(scale.allowed(rules, item) for item in rules.items)
    return _Reading(
        items=tuple(item.key for item in rules.items),
        required=tuple(item.required for item in rules.items),
        options=frozenset(scale.marks(rules)).intersection(*allowed),
        allowed=allowed,
        blank=rules.handling.blank,
        partial=rules.handling.partial,
        quota=rules.handling.quota,
    )


def _over(ballot: Ballot, rows: Sequence[_Row], reading: _Reading) -> bool:
    """Whether on some item the ballot marks more appraisees with the option than it may."""
    quota = reading.quota
    if quota is None:
        return False
    marked = [[_plain(mark) for mark in _marks(ballot, row, reading.items)] for row in rows]
    return any(column.count(quota.option) > quota.most for column in zip(*marked, strict=True))


def _marks(ballot: Ballot, row: _Row, items: Sequence[str]) -> list[Mark]:
    answer = ballot.answers.get(row.question)
    if not isinstance(answer, Marks):
        return [_BLANK] * len(items)
    cells = answer.marks.get(row.appraisee, {})
    return [cells.get(item) for item in items]


def _plain(mark: Mark) -> Mark:
    """A cell with several grades is over-marked whichever they are; with none it is blank."""
    if not isinstance(mark, tuple):
        return mark
    match len(mark):
        case 0:
            return _BLANK
        case 1:
            return mark[0]
        case _:
            return _OVERMARKED


def _judge(marks: Sequence[Mark], reading: _Reading) -> Spoiled | None:
    """Why these marks, not all of them plain options, spoil the ballot; None where they count."""
    given = [mark for mark in marks if mark != _BLANK]
    if not given:
        return None if reading.blank is Blank.ABSTAIN else Spoiled.BLANK
    if any(
        isinstance(mark, str) and mark not in allowed
        for mark, allowed in zip(marks, reading.allowed, strict=True)
    ):
        return Spoiled.WRONG_FORM
    if not any(given):
        return Spoiled.OVERMARKED
    if reading.partial is Partial.INVALID_BALLOT:
        return _wanting(marks, reading)
    return None


def _wanting(marks: Sequence[Mark], reading: _Reading) -> Spoiled | None:
    """What is wrong with a ballot that must be complete; an optional item may stay blank."""
    if _OVERMARKED in marks:
        return Spoiled.OVERMARKED
    gaps: Iterator[bool] = (
        required and mark == _BLANK for mark, required in zip(marks, reading.required, strict=True)
    )
    return Spoiled.PARTIAL if any(gaps) else None


def _settle(pile: _Pile, rules: RuleSet) -> AppraiseeTally:
    return AppraiseeTally(
        returned=pile.returned,
        cells={
            item.key: _cell(counts, rules)
            for item, counts in zip(rules.items, pile.cells, strict=True)
        },
        spoiled=dict(pile.spoiled),
        abstained=pile.abstained,
    )


def _cell(counts: Counter[Mark], rules: RuleSet) -> Cell:
    """Every option is counted, zeros too; of the points only those somebody gave."""
    given = (score for score in scale.scores(rules) if counts[score])
    return Cell(
        counts={mark: counts[mark] for mark in (*(o.key for o in scale.words(rules)), *given)},
        blank=counts[_BLANK],
        overmarked=counts[_OVERMARKED],
    )
