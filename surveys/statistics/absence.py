"""The exact side of a reading: how firm a grade is, and what the missing could have made of it.

Counts and fractions only, by the official arithmetic; no chance enters but in `on_roll`, which
says what the whole roll would have said were the missing like those who came.
"""

from collections.abc import Sequence
from typing import NamedTuple

from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE, GroupKey
from surveys.manifest import Manifest
from surveys.rules.ruleset import Aggregate, Role, RuleSet, Share
from surveys.rules.scale import number
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.intervals import LEVEL, finite_counts
from surveys.statistics.reading import Absence, Flip, OnRoll
from surveys.tally import slips
from surveys.tally.absentees import extremes
from surveys.tally.bases import Denominators
from surveys.tally.count import count as tally_of
from surveys.tally.margin import flip_margin
from surveys.tally.profiles import of_ballots, telling
from surveys.tally.results import AppraiseeResult, Count
from surveys.tally.tally import Tally


class Vote(NamedTuple):
    """Everything a grade was taken from, once for all departments."""

    manifest: Manifest
    official: Count
    ballots: Sequence[Ballot]
    tally: Tally
    session: Denominators


def vote(manifest: Manifest, count: Count, ballots: Sequence[Ballot]) -> Vote:
    """Count once more, in full."""
    meeting = count.meeting
    session = Denominators(
        entitled=meeting.entitled,
        present=meeting.present,
        issued=count.issued,
        invited=meeting.invited,
    )
    tally = tally_of(ballots, manifest.form, rules=manifest.rules)
    return Vote(manifest, count, ballots, tally, session)


def flip(of: Vote, appraisee: Appraisee, result: AppraiseeResult) -> Flip | NotComputable:
    """The fewest ballots that, marked otherwise, give another grade."""
    rules = of.manifest.rules
    if result.grade is None:
        return NotComputable(Reason.NO_GRADE)
    profiles = None
    if len(telling(rules)) != 1:
        profiles = of_ballots(of.ballots, of.manifest.form, rules=rules, appraisee=appraisee.key)
    found = flip_margin(rules, appraisee, tally=of.tally, session=of.session, profiles=profiles)
    return NotComputable(Reason.NO_GRADE) if found is None else Flip(found.low, found.high)


def absence(of: Vote, appraisee: Appraisee) -> Absence | NotComputable:
    """The worst and the best case."""
    missing = _missing(of, appraisee)
    if isinstance(missing, NotComputable):
        return missing
    number_ = sum(missing.values())
    if not number_:
        return NotComputable(Reason.EVERYONE_VOTED)
    rules = of.manifest.rules
    found = extremes(rules, appraisee, tally=of.tally, session=of.session, missing=missing)
    metric = next((each.key for each in rules.metrics if each.key in found.metrics), None)
    if metric is None:
        return NotComputable(Reason.NO_BALLOTS)
    return Absence(number_, found.grades, metric, *found.metrics[metric])


def on_roll(of: Vote, appraisee: Appraisee, result: AppraiseeResult) -> OnRoll | NotComputable:
    """Of all who may rate it, how many would be satisfied; only while somebody is missing."""
    rules, missing = of.manifest.rules, _missing(of, appraisee)
    if isinstance(missing, NotComputable):
        return missing
    driving = {item.key for item in rules.items if item.drives_grade}
    deciding = [item for item in result.items if item.item in driving]
    if len(deciding) != 1:
        return NotComputable(Reason.SEVERAL_ITEMS)
    if rules.aggregate is Aggregate.WEIGHTED:
        return NotComputable(Reason.WEIGHTED_GROUPS)
    satisfied = _satisfied(rules, deciding[0].counts)
    absent = sum(missing.values())
    if not result.valid:
        return NotComputable(Reason.NO_BALLOTS)
    if not absent:
        return NotComputable(Reason.EVERYONE_VOTED)
    population = result.valid + absent
    low, high = finite_counts(satisfied, result.valid, population=population, level=LEVEL)
    return OnRoll(low, high, population)


def _satisfied(rules: RuleSet, counts: dict[str, int]) -> int:
    """Marks for the options of the first rate, else for the positive ones."""
    rates = [metric for metric in rules.metrics if isinstance(metric, Share)]
    positive = tuple(o.key for o in rules.options if o.role is Role.POSITIVE)
    return sum(number(rules, key, counts) for key in (rates[0].options if rates else positive))


def _missing(of: Vote, appraisee: Appraisee) -> dict[GroupKey, int] | NotComputable:
    """People of each weighting group who may rate it and returned nothing.

    Slips are printed for those entitled; where spare ones were printed too, only the roll of a
    single group still tells. An envelope that held no ballot is not missing.
    """
    entitled = {
        group: units.get(WHOLE, 0) + units.get(appraisee.key, 0)
        for group, units in slips.printed(of.manifest.slips).items()
    }
    if sum(entitled.values()) > of.session.entitled:
        if len(entitled) > 1:
            return NotComputable(Reason.ROLL_UNKNOWN)
        entitled = dict.fromkeys(entitled, of.session.entitled)
    return {
        group: max(0, people - _returned(of, group, appraisee))
        for group, people in entitled.items()
    }


def _returned(of: Vote, group: GroupKey, appraisee: Appraisee) -> int:
    part = of.tally.groups.get(group, {}).get(appraisee.key)
    return (part.returned if part else 0) + of.official.unopened_by_group.get(group, 0)
