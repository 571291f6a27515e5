"""Opened ballots become profiles: how many ballots marked one appraisee so, item by item.

A tally knows each item alone; what one ballot can change depends on all of its marks together.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

from surveys.ballots.ballot import Ballot
from surveys.keys import AppraiseeKey, GroupKey, OptionKey
from surveys.questionnaire.answers import Marks
from surveys.questionnaire.form import Questionnaire
from surveys.rules.ladder import asked
from surveys.rules.ruleset import Item, RuleSet
from surveys.tally.count import sound
from surveys.tally.tally import Tally

NO_MARK: Final[OptionKey] = ""
"""A cell left blank, or marked more than once."""
Profile: TypeAlias = tuple[GroupKey, tuple[OptionKey, ...]]
"""Weighting group, and the marks on the items of `telling`."""
Profiles: TypeAlias = Counter[Profile]


def telling(rules: RuleSet) -> tuple[Item, ...]:
    """The items the grade is taken from."""
    named = {threshold.item for threshold in asked(rules)}
    return tuple(item for item in rules.items if item.drives_grade or item.key in named)


def of_tally(tally: Tally, rules: RuleSet, appraisee: AppraiseeKey) -> Profiles:
    """The profiles of one appraisee where a single item tells; spoiled ballots are not among them.

    With several items a tally is not enough: take `of_ballots`.
    """
    (item,) = telling(rules)
    found: Profiles = Counter()
    for group, members in tally.groups.items():
        if appraisee in members:
            cell = members[appraisee].cells[item.key]
            found.update({(group, (mark,)): number for mark, number in cell.counts.items()})
            found[group, (NO_MARK,)] += cell.blank + cell.overmarked
    return +found


def of_ballots(
    ballots: Iterable[Ballot], form: Questionnaire, *, rules: RuleSet, appraisee: AppraiseeKey
) -> Profiles:
    """The profiles of one appraisee; spoiled ballots are not among them."""
    items = [item.key for item in telling(rules)]
    question = next(m.key for m in form.matrices() if appraisee in {s.key for s in m.subjects})
    found: Profiles = Counter()
    for ballot in sound(ballots, form, rules=rules, appraisee=appraisee):
        answer = ballot.answers.get(question)
        cells = answer.marks.get(appraisee, {}) if isinstance(answer, Marks) else {}
        marks = (cells.get(item) for item in items)
        plain = tuple(mark if isinstance(mark, str) else NO_MARK for mark in marks)
        found[ballot.group, plain] += 1
    return found
