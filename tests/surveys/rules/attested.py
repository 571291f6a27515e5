"""What the real rules that were seen (R1–R35) are built from, and the grade they give."""

from typing import Any

from surveys.rules.presets import preset
from surveys.rules.proofread import proofread
from surveys.rules.ruleset import (
    Base,
    RuleSet,
    Session,
)
from tests.tallies import (
    changed,
    result_of,
)

TOWN = preset("township-three-grade")
THREE = changed(
    TOWN,
    options=TOWN.options[:3],
    rungs=(),
    session=Session(),
    base=Base.RETURNED,
)


def sound(rules: RuleSet) -> RuleSet:
    assert proofread(rules) == ()
    return rules


def grade_of(rules: RuleSet, *numbers: int, **session: Any) -> str | None:
    labels = [option.label for option in rules.options]
    return result_of(rules, dict(zip(labels, numbers, strict=False)), **session).grade


POINTS = preset("points-by-item")
