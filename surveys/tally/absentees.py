"""What those who did not vote could have made of it: the worst and the best case.

Everybody missing marks every item alike, with each mark in turn. A rate or a score then lies
between the least and the greatest value found: it moves one way with every ballot, so that a
mixture lies between. Grades are those of these cases. Nothing is assumed of the missing.
"""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.keys import WHOLE, GroupKey, Key, OptionKey
from surveys.rules import scale
from surveys.rules.ruleset import RuleSet
from surveys.tally.bases import Denominators
from surveys.tally.merging import merge
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score
from surveys.tally.tally import AppraiseeTally, Cell, Tally
from surveys.values import Value


class Extremes(Value, frozen=True):
    """Metric → least and greatest value; and every grade met, in the order of the ladder."""

    metrics: dict[Key, tuple[Fraction, Fraction]]
    grades: tuple[str, ...]


def extremes(
    rules: RuleSet,
    appraisee: Appraisee,
    *,
    tally: Tally,
    session: Denominators,
    missing: Mapping[GroupKey, int],
) -> Extremes:
    """The bounds for one appraisee; `missing` people of each weighting group did not vote."""
    cases = [
        _case(
            rules,
            appraisee,
            tally=tally,
            session=session,
            more=_alike(rules, appraisee, mark, missing),
        )
        for mark in scale.marks(rules)
    ]
    known = {
        metric.key: [v for case in cases if (v := case.metrics[metric.key]) is not None]
        for metric in rules.metrics
    }
    met = {case.grade for case in cases}
    return Extremes(
        metrics={key: (min(values), max(values)) for key, values in known.items() if values},
        grades=tuple(rung.label for rung in rules.rungs if rung.label in met),
    )


def _alike(
    rules: RuleSet, appraisee: Appraisee, mark: OptionKey, missing: Mapping[GroupKey, int]
) -> Tally:
    return Tally(
        {
            group: {
                appraisee.key: AppraiseeTally(
                    returned=number,
                    cells={
                        item.key: Cell({mark: number})
                        if mark in scale.allowed(rules, item)
                        else Cell({}, blank=number)
                        for item in rules.items
                    },
                )
            }
            for group, number in missing.items()
            if number
        }
    )


def _case(
    rules: RuleSet, appraisee: Appraisee, *, tally: Tally, session: Denominators, more: Tally
) -> AppraiseeResult:
    """The result with these ballots added; who votes is there and has a slip."""
    added = {group: part[appraisee.key].returned for group, part in more.groups.items()}
    slips = {group: dict(units) for group, units in session.issued.items()}
    for group, number in added.items():
        units = slips.setdefault(group, {})
        here = tally.groups.get(group, {}).get(appraisee.key)
        returned = number + (here.returned if here else 0)
        short = returned - units.get(WHOLE, 0) - units.get(appraisee.key, 0)
        units[WHOLE] = units.get(WHOLE, 0) + max(0, short)
    returned = sum(
        part[appraisee.key].returned
        for part in merge(tally, more).groups.values()
        if appraisee.key in part
    )
    grown = msgspec.structs.replace(session, issued=slips, present=max(session.present, returned))
    (result,) = score(merge(tally, more), rules, appraisees=(appraisee,), session=grown)
    return result
