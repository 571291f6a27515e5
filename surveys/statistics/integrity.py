"""Ballots and turnout -> aggregate prompts for the presidium: 异常提示.

A prompt asks people to look, and nothing more: it changes no score, names nobody, shows no ballot.
Few checks are made, all of them on totals; who marks harshly is not among them, for that is a
right. First digits (Benford) are not looked at: small counts do not follow them.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from surveys.statistics.bursts import Burst
from surveys.statistics.computable import NotComputable
from surveys.statistics.identical import Identical
from surveys.statistics.multiplicity import benjamini_hochberg
from surveys.values import Value

FALSE_DISCOVERY: Final = 0.05

Evidence: TypeAlias = Identical | Burst


class Prompt(Value, frozen=True, tag=True):
    """One check, by the key the caller gave it, and whether it stands out among all."""

    check: str
    evidence: Evidence
    p: float
    p_adjusted: float
    """Benjamini and Hochberg's."""
    raised: bool
    by_chance: float
    """How many checks as striking as this one chance alone would give among all made."""


class Prompts(Value, frozen=True, tag=True):
    """All that was looked at, raised or not; and what could not be."""

    prompts: tuple[Prompt, ...]
    left_out: dict[str, NotComputable]
    expected_false: float
    """At most so many prompts would be raised in an appraisal with nothing amiss."""


def prompts(
    checks: Mapping[str, Evidence | NotComputable], *, q: float = FALSE_DISCOVERY
) -> Prompts:
    """Hold all checks of one appraisal side by side (`identical`, `burst`).

    >>> found = prompts({"copies": Identical(46, 6, 0.001), "more copies": Identical(46, 2, 0.6)})
    >>> [prompt.raised for prompt in found.prompts], found.expected_false
    ([True, False], 0.1)
    """
    made = {at: each for at, each in checks.items() if not isinstance(each, NotComputable)}
    left = {at: each for at, each in checks.items() if isinstance(each, NotComputable)}
    adjusted = benjamini_hochberg([each.p for each in made.values()])
    return Prompts(
        prompts=tuple(
            Prompt(at, each, each.p, float(p), bool(p <= q), each.p * len(made))
            for (at, each), p in zip(made.items(), adjusted, strict=True)
        ),
        left_out=left,
        expected_false=q * len(made),
    )
