"""Places, ties, and who is named among the first and the last."""

from fractions import Fraction

from surveys.appraisal.plan import Appraisee
from surveys.rules.presets import preset
from surveys.rules.ranking import Order, Ranking, Tiebreak
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    Electorate,
    GradeOption,
    Group,
    Item,
    Mean,
    MissingGroup,
    Role,
    RuleSet,
)
from surveys.tally.results import AppraiseeResult
from surveys.tally.standing import stand
from tests.tallies import ballots_of, changed, judge, over

TOWN = preset("township-three-grade")


def _result(key: str, rate: str, against: str | None) -> AppraiseeResult:
    metrics = {
        "satisfaction": Fraction(rate),
        "dissatisfaction": None if against is None else Fraction(against),
    }
    return AppraiseeResult(
        appraisee=key,
        issued=1,
        returned=1,
        valid=1,
        spoiled={},
        abstained=0,
        items=(),
        metrics=metrics,
        grade=None,
    )


FIELD = (
    _result("a", "3/4", "1/4"),
    _result("b", "3/4", "1/8"),
    _result("c", "3/4", None),
    _result("d", "1/2", "1/2"),
)


def _stand(ranking: Ranking) -> list[AppraiseeResult]:
    appraisees = tuple(Appraisee(key=each.appraisee, label=each.appraisee) for each in FIELD)
    return list(stand(FIELD, ranking, appraisees))


def test_equal_rates_are_told_apart_by_the_fewest_against_and_no_value_comes_last() -> None:
    then = (Tiebreak("dissatisfaction", low_first=True),)
    assert [each.standing for each in _stand(Ranking("satisfaction", then=then))] == [2, 1, 3, 4]
    dense = Ranking("satisfaction", ties=Order.DENSE)
    assert [each.standing for each in _stand(dense)] == [1, 1, 1, 2]


def test_who_shares_the_last_named_place_is_named_too() -> None:
    named = _stand(Ranking("satisfaction", top=1, bottom=2))
    assert [each.top for each in named] == [True, True, True, False]
    assert [each.bottom for each in named] == [True, True, True, True]


def test_only_those_below_the_gate_can_be_the_last() -> None:
    gate = over("dissatisfaction", "1/5")
    named = _stand(Ranking("satisfaction", bottom=2, bottom_only_if=gate))
    assert [each.bottom for each in named] == [True, False, False, True]


def _two_groups(order: AggregationOrder) -> RuleSet:
    """Two items and two groups; the second group leaves the second item blank."""
    groups = (Group("a", "甲组", Fraction(1, 2)), Group("b", "乙组", Fraction(1, 2)))
    return changed(
        TOWN,
        options=(
            GradeOption("good", "好", Role.POSITIVE, Fraction(100)),
            GradeOption("poor", "差", Role.NEGATIVE, Fraction(0)),
        ),
        items=(Item("x", "一", drives_grade=True), Item("y", "二", drives_grade=True)),
        metrics=(Mean("score", "得分"),),
        rungs=(),
        electorate=Electorate(groups=groups, missing_group=MissingGroup.RENORMALISE),
        aggregate=Aggregate.WEIGHTED,
        aggregation_order=order,
    )


def test_items_first_or_groups_first_differ_as_soon_as_a_part_is_missing() -> None:
    ballots = ballots_of([{"x": "good", "y": "poor"}], group="a")
    ballots += ballots_of([{"x": "poor"}], group="b")
    scores = {
        order: judge(_two_groups(order), ballots).metrics["score"] for order in AggregationOrder
    }
    assert scores == {
        AggregationOrder.GROUP_THEN_ITEM: Fraction(25),
        AggregationOrder.ITEM_THEN_GROUP: Fraction(50),
    }


def test_a_group_with_too_few_ballots_has_no_value() -> None:
    rules = _two_groups(AggregationOrder.GROUP_THEN_ITEM)
    groups = (
        Group("a", "甲组", Fraction(1, 2)),
        Group("b", "乙组", Fraction(1, 2), min_returned=2),
    )
    strict = changed(
        rules, electorate=Electorate(groups=groups, missing_group=MissingGroup.RENORMALISE)
    )
    ballots = ballots_of([{"x": "good", "y": "good"}], group="a")
    ballots += ballots_of([{"x": "poor", "y": "poor"}], group="b")
    assert judge(rules, ballots).metrics["score"] == 50
    assert judge(strict, ballots).metrics["score"] == 100
