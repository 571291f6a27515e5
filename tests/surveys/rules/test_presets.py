"""The presets: what was attested of each rule, held by numbers."""

import pytest

from surveys import canonical
from surveys.refusals import Refusal
from surveys.rules.presets import KEYS, preset, presets
from surveys.rules.proofread import proofread
from surveys.rules.ruleset import RuleSet
from tests.tallies import ballots_of, judge, result_of


def _grade(key: str, *numbers: int, **session: int) -> str | None:
    rules = preset(key)
    labels = [option.label for option in rules.options]
    return result_of(rules, dict(zip(labels, numbers, strict=False)), **session).grade


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_every_preset_is_free_of_contradictions_and_tells_its_source(rules: RuleSet) -> None:
    assert proofread(rules) == ()
    assert rules.source
    assert rules.presumed
    assert canonical.decode(canonical.encode(rules), RuleSet) == rules


def test_the_default_of_a_town_comes_first() -> None:
    assert [rules.key for rules in presets()] == list(KEYS)
    assert presets()[0].title == "乡镇站所评议·三档"


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        preset("none-such")
    assert refused.value.code == "rules.unknown_preset"


def test_township_rates_are_over_the_returned_and_half_of_them_is_enough() -> None:
    assert _grade("township-three-grade", 20, 10, 8, 2) == "满意"
    assert _grade("township-three-grade", 19, 10, 8, 3) == "基本满意"
    assert _grade("township-three-grade", 12, 7, 20, 1) == "不满意"


def test_zhenhai_attested_the_majority_of_all_members_whoever_came() -> None:
    assert _grade("roster-majority", 17, 11, 1, entitled=33, present=29) == "满意"
    assert _grade("roster-majority", 17, 11, 1, entitled=34, present=29) == "基本满意"
    assert _grade("roster-majority", 10, 7, 12, entitled=34, present=29) == "不满意"


def test_nanxiong_attested_that_12_of_26_cast_do_not_pass() -> None:
    assert _grade("cast-half", 12, 12, 2) == "未通过"
    assert _grade("cast-half", 13, 11, 2) == "通过"


def test_zhanyi_attested_rates_without_grades() -> None:
    assert _grade("returned-rates", 25, 3, 0) is None


def test_jinshi_attested_more_than_two_thirds() -> None:
    assert _grade("two-thirds", 10, 11, 9) == "通过"
    assert _grade("two-thirds", 10, 10, 10) == "未通过"


def test_shiquan_attested_more_than_half_of_all_members_in_two_grades() -> None:
    assert _grade("two-grade-majority", 15, 5, entitled=29) == "满意"
    assert _grade("two-grade-majority", 15, 5, entitled=30) == "不满意"


def test_106_units_attested_that_unfamiliar_is_neither_valid_nor_scored() -> None:
    rules = preset("points-without-unfamiliar")
    counts = {"满意": 60, "基本满意": 20, "不满意": 5, "不了解": 15}
    result = result_of(rules, counts)
    assert str(result.metrics["score"]) == "1510/17"
    assert result.items[0].base == 85
    assert result.standing == 1


def test_erqi_attested_the_weights_of_70_15_15() -> None:
    rules = preset("weighted-groups")
    result = result_of(
        rules,
        {
            "deputies": {"满意": 88, "不满意": 12},
            "committee": {"满意": 90, "基本满意": 5, "不满意": 5},
            "public": {"满意": 92, "不满意": 8},
        },
    )
    assert str(result.metrics["overall_satisfaction"]) == "1793/2000"


def test_dawu_attested_80_and_50_percent() -> None:
    assert _grade("deputy-report", 80, 20, 0) == "称职"
    assert _grade("deputy-report", 79, 21, 0) == "基本称职"
    assert _grade("deputy-report", 50, 50, 0) == "基本称职"
    assert _grade("deputy-report", 49, 51, 0) == "不称职"


def test_a_county_consultative_conference_attested_that_a_blank_abstains() -> None:
    rules = preset("two-grade-unfamiliar")
    votes = [{"overall": "satisfied"}, {"overall": "unfamiliar"}, {}]
    result = judge(rules, ballots_of(votes, group="members"))
    assert (result.returned, result.valid, result.abstained) == (3, 3, 1)
    assert result.metrics["satisfaction"] == 1
