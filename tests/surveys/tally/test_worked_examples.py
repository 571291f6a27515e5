"""Published counts, and the digits and grades published with them."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from surveys.rules.presets import preset
from surveys.rules.rounding import show_share, show_shares
from surveys.rules.ruleset import Base, Display, Rounding
from tests.tallies import changed, result_of

_FILE = Path(__file__).parents[2] / "data" / "worked-examples.json"
EXAMPLES: dict[str, Any] = {
    example["id"]: example for example in json.loads(_FILE.read_text("utf-8"))["examples"]
}
ZHANYI = [EXAMPLES[f"zhanyi-2019-{number}"] for number in (1, 2, 3)]
ZHENHAI = [EXAMPLES[f"zhenhai-2021-{number}"] for number in (1, 2, 3, 4)]
COLUMNS = [
    example
    for example in EXAMPLES.values()
    if example["kind"] in {"suggestion_class", "units_rate", "share"}
]


def _name(example: dict[str, Any]) -> str:
    return str(example["id"])


def test_every_example_in_the_file_is_asserted_here() -> None:
    alone = {"nanxiong-2019-highway", "shanxi-2011-water", "npc-2016-gwr", "hangzhou-2005-return"}
    asserted = {_name(example) for example in (*ZHANYI, *ZHENHAI, *COLUMNS)} | alone
    assert asserted == set(EXAMPLES)


@pytest.mark.parametrize("example", ZHANYI, ids=_name)
def test_zhanyi_2019_rates_over_the_returned_come_out_digit_for_digit(
    example: dict[str, Any],
) -> None:
    rules = preset("returned-rates")
    result = result_of(rules, example["counts"])
    published = {
        metric.label: show_share(result.metrics[metric.key] or Fraction(0), rules.display)
        for metric in rules.metrics
    }
    expected = {label: digits or "0" for label, digits in example["published"].items()}
    assert published == expected
    assert (result.returned, result.items[0].base) == (28, 28)
    assert result.grade is None


@pytest.mark.parametrize("example", ZHENHAI, ids=_name)
@pytest.mark.parametrize("roster", range(29, 34))
def test_zhenhai_2021_grades_stand_for_every_roster_the_page_allows(
    example: dict[str, Any], roster: int
) -> None:
    result = result_of(preset("roster-majority"), example["counts"], entitled=roster)
    assert result.grade == example["published_grade"]


def test_at_exactly_half_of_the_roster_only_the_operator_decides() -> None:
    counts = {"满意": 17, "基本满意": 11, "不满意": 1}
    strict = preset("roster-majority")
    inclusive = changed(strict, rungs=preset("township-three-grade").rungs)
    assert result_of(strict, counts, entitled=34).grade == "基本满意"
    assert result_of(inclusive, counts, entitled=34).grade == "满意"


def test_nanxiong_2019_did_not_pass_with_12_of_26() -> None:
    example = EXAMPLES["nanxiong-2019-highway"]
    rules = preset("cast-half")
    result = result_of(rules, example["counts"])
    assert result.grade == "未通过"
    rate = result.metrics["satisfaction"]
    assert rate == Fraction(12, 26)
    assert show_share(rate, rules.display) == example["recomputed"]["满意率"]


def test_the_same_12_12_2_ballots_get_three_grades_under_three_real_rules() -> None:
    counts = EXAMPLES["nanxiong-2019-highway"]["counts"]
    grades = {
        key: result_of(preset(key), counts).grade
        for key in ("roster-majority", "cast-half", "two-thirds")
    }
    assert grades == {"roster-majority": "基本满意", "cast-half": "未通过", "two-thirds": "通过"}


def test_shanxi_2011_is_wholly_satisfied_of_those_who_voted() -> None:
    example = EXAMPLES["shanxi-2011-water"]
    rules = preset("two-thirds")
    rate = result_of(rules, example["counts"]).metrics["overall_satisfaction"]
    assert rate == 1
    assert show_share(rate, Display(digits=0)) == "100"


def test_npc_2016_took_its_rate_over_those_present_not_over_votes_cast() -> None:
    example = EXAMPLES["npc-2016-gwr"]
    rules = preset("two-grade-unfamiliar")
    display = Display(digits=1)
    counts = {"满意": 2814, "不满意": 27, "不了解": 16}
    shown = {}
    for base in (Base.PRESENT, Base.CAST):
        result = result_of(changed(rules, base=base), counts, present=2859)
        shown[base.value] = show_share(result.metrics["satisfaction"] or Fraction(0), display)
    assert shown == example["recomputed"]
    assert shown["present"] == example["published"]["支持率"]


def test_hangzhou_2005_return_rate_stands_at_the_edge_of_rounding() -> None:
    rate = Fraction(14458, 14527)
    assert show_share(rate, Display()) == "99.53"
    assert show_share(rate, Display(mode=Rounding.TRUNCATE)) == "99.52"


@pytest.mark.parametrize("example", COLUMNS, ids=_name)
def test_a_published_column_comes_out_digit_for_digit(example: dict[str, Any]) -> None:
    rounding = example["rounding"]
    display = Display(
        mode=Rounding(rounding["mode"]),
        digits=rounding["digits"],
        strip_zeros=rounding.get("strip_trailing_zeros", False),
    )
    shares = [Fraction(number, example["base"]) for number in example["counts"].values()]
    assert show_shares(shares, display) == tuple(example["published"].values())


def test_the_balanced_column_of_93_suggestions_is_not_what_half_up_gives() -> None:
    example = EXAMPLES["sugg93-solve"]
    shares = [Fraction(number, 93) for number in example["counts"].values()]
    assert list(show_shares(shares, Display())) == example["recomputed"]["half_up"]
