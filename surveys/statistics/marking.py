"""Opened ballots -> arrays of what each gives each department, for comparisons only.

What a mark is worth: the rule set's own points where it gives its options any, or direct points.
Otherwise 100 for a satisfied mark and 0 for any other opinion, so that a mean is the share of the
satisfied among those with an opinion. 不了解, 弃权 and a blank are no opinion: NaN, never 0. What
a ballot gives a department is the mean over the items that drive the grade, by their weights.
"""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE, AppraiseeKey, OptionKey
from surveys.manifest import Manifest
from surveys.questionnaire.answer import Mark, Marks
from surveys.rules.ruleset import Aggregate, Role, RuleSet
from surveys.rules.scale import marks, words, worths
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.reading import Scale, Worth
from surveys.tally.count import sound
from surveys.tally.scoring import group_weights
from surveys.values import Value

_FULL: Final = 100.0
_OPINIONS: Final = {Role.POSITIVE: _FULL, Role.MIDDLE: 0.0, Role.NEGATIVE: 0.0}


class Marked(Value, frozen=True, eq=False):
    """Ballots × departments × items, in the order of the manifest and the rule set."""

    worth: Numbers
    codes: Numbers
    """The place of the mark among all marks, for telling ballots alike."""
    scores: Numbers
    """Ballots × departments, over the items that drive the grade."""
    whole: NDArray[np.bool_]
    """Which ballots carry every department."""
    groups: tuple[str, ...]
    weights: Numbers | NotComputable
    """Of each ballot, so that a weighted mean weighs groups as the rule set does."""

    @property
    def compared(self) -> Numbers:
        """The scores of ballots on which departments stand side by side."""
        return self.scores[self.whole]


def mark(manifest: Manifest, ballots: Sequence[Ballot]) -> Marked:
    """Read every ballot; one that is spoiled for a department says nothing of it."""
    rules = manifest.rules
    places = {key: float(at) for at, key in enumerate(marks(rules))}
    worth = {places[key]: value for key, value in values(rules).items()}
    codes = _codes(manifest, ballots, places)
    given = np.full(codes.shape, np.nan)
    for place, value in worth.items():
        given[codes == place] = value
    return Marked(
        worth=given,
        codes=codes,
        scores=_scores(given, rules),
        whole=np.array([ballot.unit == WHOLE for ballot in ballots], dtype=np.bool_),
        groups=tuple(ballot.group for ballot in ballots),
        weights=_weights(manifest, ballots),
    )


def values(rules: RuleSet) -> dict[OptionKey, float]:
    """What every mark that is an opinion is worth."""
    own = worths(rules)
    if own:
        return {key: float(value) for key, value in own.items()}
    return {o.key: _OPINIONS[o.role] for o in words(rules) if o.role in _OPINIONS}


def scale_of(rules: RuleSet, raters: int) -> Scale:
    """What the numbers count in, and how many decimals so many raters carry.

    46 raters move a mean by two points of a hundred at least: no decimals.
    """
    known = values(rules).values()
    low, high = min(known, default=0.0), max(known, default=_FULL)
    step = (high - low) / max(1, raters)
    digits = max(0, round(-log10(step))) if step > 0 else 0
    return Scale(Worth.POINTS if worths(rules) else Worth.SHARE, low, high, digits)


def _codes(
    manifest: Manifest, ballots: Sequence[Ballot], places: dict[OptionKey, float]
) -> Numbers:
    rules = manifest.rules
    items = [item.key for item in rules.items]
    codes = np.full((len(ballots), len(manifest.appraisees), len(items)), np.nan)
    row = {id(ballot): at for at, ballot in enumerate(ballots)}
    for at, appraisee in enumerate(manifest.appraisees):
        for ballot in sound(ballots, manifest.form, rules=rules, appraisee=appraisee.key):
            cells = _cells(ballot, appraisee.key)
            codes[row[id(ballot)], at] = [_place(cells.get(item), places) for item in items]
    return codes


def _cells(ballot: Ballot, appraisee: AppraiseeKey) -> Mapping[str, Mark]:
    for answer in ballot.answers.values():
        if isinstance(answer, Marks) and appraisee in answer.marks:
            return answer.marks[appraisee]
    return {}


def _place(found: Mark, places: dict[OptionKey, float]) -> float:
    if isinstance(found, tuple):
        return _place(found[0], places) if len(found) == 1 else np.nan
    return np.nan if found is None else places.get(found, np.nan)


def _scores(given: Numbers, rules: RuleSet) -> Numbers:
    weights = np.array(
        [float(i.weight if i.weight is not None else 1) if i.drives_grade else 0.0
         for i in rules.items]
    )  # fmt: skip
    answered = np.isfinite(given)
    base = answered @ weights
    total = np.where(answered, given, 0.0) @ weights
    return np.divide(total, base, out=np.full(total.shape, np.nan), where=base > 0)


def _weights(manifest: Manifest, ballots: Sequence[Ballot]) -> Numbers | NotComputable:
    """A group's weight shared by its ballots; classes weighed differently share no scale."""
    rules = manifest.rules
    if rules.aggregate is Aggregate.POOLED:
        return np.ones(len(ballots))
    sets = [dict(group_weights(rules, appraisee)) for appraisee in manifest.appraisees]
    if any(each != sets[0] for each in sets):
        return NotComputable(Reason.WEIGHTED_GROUPS)
    whole = [ballot.group for ballot in ballots if ballot.unit == WHOLE]
    return np.array(
        [float(sets[0].get(b.group, 0)) / max(1, whole.count(b.group)) for b in ballots]
    )
