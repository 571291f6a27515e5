"""The grade ladder: exact, explicit about the edge, and capped by vetoes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules.ladder import Placement, climb, compare
from surveys.rules.presets import preset
from surveys.rules.ruleset import Comparison, Veto
from tests.tallies import changed, over

TOWN = preset("township-three-grade")
HALF = Fraction(1, 2)


def _shares(satisfied: str, approving: str, dissatisfied: str = "0") -> dict[str, Fraction | None]:
    return {
        "satisfaction": Fraction(satisfied),
        "overall_satisfaction": Fraction(approving),
        "dissatisfaction": Fraction(dissatisfied),
    }


def test_the_first_rung_that_holds_wins_though_later_ones_hold_too() -> None:
    assert climb(TOWN, _shares("3/4", "1")).grade == "满意"
    assert climb(TOWN, _shares("1/4", "3/4")).grade == "基本满意"
    assert climb(TOWN, _shares("1/4", "1/4")).grade == "不满意"


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Comparison.OVER, False, False, True),
        (Comparison.AT_LEAST, False, True, True),
        (Comparison.UNDER, True, False, False),
        (Comparison.AT_MOST, True, True, False),
    ],
)
def test_each_operator_says_what_holds_at_the_edge(
    op: Comparison, *, below: bool, at: bool, above: bool
) -> None:
    values = (Fraction(14, 29), HALF, Fraction(15, 29))
    assert [compare(value, op, HALF) for value in values] == [below, at, above]


def test_a_hair_under_the_threshold_is_under_it_whatever_would_be_printed() -> None:
    almost = HALF - Fraction(1, 10**12)
    assert climb(TOWN, {**_shares("0", "1"), "satisfaction": almost}).grade == "基本满意"


def test_without_a_value_there_is_no_grade_rather_than_the_worst() -> None:
    nothing = {"satisfaction": None, "overall_satisfaction": None, "dissatisfaction": None}
    assert climb(TOWN, nothing) == Placement(grade=None)


def test_a_rule_set_without_a_ladder_gives_no_grade() -> None:
    assert climb(preset("returned-rates"), {}) == Placement(grade=None)


def _vetoed(cap: str | None) -> Placement:
    rules = changed(TOWN, vetoes=(Veto(when=over("dissatisfaction", "1/3"), cap=cap),))
    return climb(rules, _shares("3/5", "3/5", "2/5"))


def test_a_veto_caps_the_grade() -> None:
    assert _vetoed("基本满意") == Placement(grade="基本满意", vetoed=True)


def test_a_veto_without_a_cap_is_only_flagged() -> None:
    assert _vetoed(None) == Placement(grade="满意", vetoed=True)


def test_a_veto_never_raises_a_grade() -> None:
    rules = changed(TOWN, vetoes=(Veto(when=over("dissatisfaction", "1/3"), cap="基本满意"),))
    assert climb(rules, _shares("0", "0", "1")) == Placement(grade="不满意", vetoed=True)


def test_a_veto_that_does_not_hold_changes_nothing() -> None:
    rules = changed(TOWN, vetoes=(Veto(when=over("dissatisfaction", "1/3"), cap="不满意"),))
    assert climb(rules, _shares("3/5", "3/5", "1/3")) == Placement(grade="满意")


shares = st.fractions(min_value=0, max_value=1, max_denominator=60)


@given(shares, shares, shares)
def test_more_satisfaction_never_means_a_worse_grade(
    one: Fraction, other: Fraction, more: Fraction
) -> None:
    low, high = sorted((one, other))
    approving = max(high, more)
    ladder = [step.label for step in TOWN.rungs]
    worse, better = (
        climb(TOWN, {"satisfaction": value, "overall_satisfaction": approving}).grade
        for value in (low, high)
    )
    assert ladder.index(better or "") <= ladder.index(worse or "")
