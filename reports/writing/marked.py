"""What was marked becomes the rows of a chart: the options in order, then what chose none."""

from collections.abc import Iterable, Sequence
from typing import Final

from reports.charts import Mark, Tone
from reports.wording.meeting import OVERMARKED, UNMARKED
from surveys.rules.ruleset import Role, RuleSet
from surveys.rules.scale import number
from surveys.tally.results import ItemResult

TONES: Final = {
    Role.POSITIVE: Tone.GOOD,
    Role.MIDDLE: Tone.FAIR,
    Role.NEGATIVE: Tone.POOR,
    Role.UNKNOWN: Tone.NONE,
    Role.ABSTAIN: Tone.NONE,
}
"""Result colours: teal to orange, never red, which means official here."""


def marked(rules: RuleSet, rows: Iterable[Sequence[ItemResult]]) -> tuple[tuple[Mark, ...], ...]:
    """One row of marks for the items of each; all name the same, so that one key explains all.

    What was left unmarked (未填) or marked too often (多填) is named where any row has some: a bar
    is as long as the ballots it is made of, and a key must explain every part of it.
    """
    all_of_them = [_marks(rules, items) for items in rows]
    named = len(rules.options)
    kept = [
        at
        for at in range(named + 2)
        if at < named or (named and any(marks[at].number for marks in all_of_them))
    ]
    return tuple(tuple(marks[at] for at in kept) for marks in all_of_them)


def _marks(rules: RuleSet, items: Sequence[ItemResult]) -> tuple[Mark, ...]:
    options = (
        Mark(
            option.label,
            TONES[option.role],
            sum(number(rules, option.key, item.counts) for item in items),
        )
        for option in rules.options
    )
    return (
        *options,
        Mark(UNMARKED, Tone.NONE, sum(item.blank for item in items)),
        Mark(OVERMARKED, Tone.NONE, sum(item.overmarked for item in items)),
    )
