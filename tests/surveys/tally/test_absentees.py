"""What those who did not vote could have made of it."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from surveys.keys import WHOLE
from surveys.rules.presets import preset
from surveys.rules.ruleset import Base, RuleSet
from surveys.tally.absentees import Extremes, extremes
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from tests.tallies import FINANCE, ballots_of, changed, form_of, result_of, votes_of

TOWN = preset("township-three-grade")
POINTS = preset("points-without-unfamiliar")


def _extremes(rules: RuleSet, counts: dict[str, int], missing: int) -> Extremes:
    size, group = sum(counts.values()), rules.electorate.groups[0].key
    ballots = ballots_of(votes_of(rules, counts), group=group)
    return extremes(
        rules,
        FINANCE,
        tally=count(ballots, form_of(rules, FINANCE), rules=rules),
        session=Denominators(size + missing, size, {group: {WHOLE: size}}, size + missing),
        missing={group: missing},
    )


def test_a_rate_lies_between_all_of_the_missing_against_and_all_for() -> None:
    found = _extremes(TOWN, {"满意": 20, "基本满意": 15, "不满意": 5}, missing=6)
    assert found.metrics["satisfaction"] == (Fraction(20, 46), Fraction(26, 46))
    assert found.grades == ("满意", "基本满意")


def test_a_score_lies_between_s_plus_m_times_the_least_and_the_greatest_over_n() -> None:
    found = _extremes(POINTS, {"满意": 10, "基本满意": 5, "不满意": 5}, missing=4)
    total = 10 * 100 + 5 * 70 + 5 * 30
    assert found.metrics["score"] == (Fraction(total + 4 * 30, 24), Fraction(total + 400, 24))


def test_when_everybody_voted_there_is_nothing_between() -> None:
    found = _extremes(TOWN, {"满意": 20, "基本满意": 15}, missing=0)
    assert all(low == high for low, high in found.metrics.values())
    assert found.grades == ("满意",)


@given(
    st.lists(st.integers(0, 6), min_size=4, max_size=4).filter(any),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.sampled_from([Base.ROSTER, Base.RETURNED, Base.ISSUED, Base.VALID, Base.RESPONDED]),
)
def test_whatever_the_missing_would_have_marked_lies_between(
    numbers: list[int], later: list[int], base: Base
) -> None:
    rules = changed(TOWN, base=base)
    labels = [option.label for option in rules.options]
    counts = dict(zip(labels, numbers, strict=True))
    found = _extremes(rules, counts, missing=sum(later))
    whole = {label: counts[label] + more for label, more in zip(labels, later, strict=True)}
    for key, value in result_of(rules, whole).metrics.items():
        if value is not None and key in found.metrics and any(numbers[:3]):
            low, high = found.metrics[key]
            assert low <= value <= high
