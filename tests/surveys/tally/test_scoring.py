"""A tally becomes metrics, a grade, a standing: over the base the rule names."""

from fractions import Fraction

import msgspec
import pytest

from surveys.keys import WHOLE
from surveys.refusals import Refusal
from surveys.rules.presets import preset
from surveys.rules.ruleset import (
    Aggregate,
    BallotHandling,
    Base,
    Blank,
    Electorate,
    Group,
    Item,
    MissingGroup,
    Order,
    Ranking,
    RuleSet,
    Share,
)
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.merging import merge
from surveys.tally.scoring import score
from surveys.tally.standing import place
from tests.tallies import FINANCE, LAND, ballots_of, changed, form_of, judge, result_of, votes_of

POINTS = preset("points-without-unfamiliar")
TOWN = preset("township-three-grade")
SESSION = {"entitled": 60, "invited": 58, "present": 55, "issued": {"raters": {WHOLE: 50}}}


@pytest.mark.parametrize(
    ("base", "number"),
    [
        (Base.ROSTER, 60),
        (Base.INVITED, 58),
        (Base.PRESENT, 55),
        (Base.ISSUED, 50),
        (Base.RETURNED, 46),
        (Base.CAST, 44),
        (Base.VALID, 37),
        (Base.RESPONDED, 34),
    ],
)
def test_each_of_the_eight_bases_has_its_own_number(base: Base, number: int) -> None:
    abstain = msgspec.structs.replace(TOWN.options[3], in_valid=True)
    rules = changed(POINTS, base=base, options=(*POINTS.options, abstain))
    counts = {"满意": 20, "基本满意": 10, "不满意": 4, "不了解": 6, "弃权": 3}
    votes = [*votes_of(rules, counts), {}, {}, {"overall": ("satisfied", "dissatisfied")}]
    result = judge(rules, ballots_of(votes, group="raters"), **SESSION)
    assert result.items[0].base == number
    assert result.metrics["satisfaction"] == Fraction(20, number)
    assert (result.issued, result.returned, result.valid) == (50, 46, 45)
    assert (result.abstained, result.spoiled) == (2, {"overmarked": 1})


@pytest.mark.parametrize("blank", list(Blank))
def test_a_blank_ballot_is_returned_but_not_cast_whether_it_abstains_or_spoils(
    blank: Blank,
) -> None:
    rules = changed(preset("cast-half"), handling=BallotHandling(blank=blank))
    votes = [*votes_of(rules, {"满意": 2, "不满意": 2}), {}]
    result = judge(rules, ballots_of(votes, group="members"))
    assert (result.returned, result.items[0].base) == (5, 4)
    assert result.grade == "通过"


def test_a_metric_may_take_another_base_than_its_rule_set() -> None:
    own = Share(key="of_roll", label="占应到", options=("satisfied",), base=Base.ROSTER)
    rules = changed(TOWN, metrics=(*TOWN.metrics, own))
    result = result_of(rules, {"满意": 20, "不满意": 20}, entitled=50)
    assert result.metrics["satisfaction"] == Fraction(1, 2)
    assert result.metrics["of_roll"] == Fraction(2, 5)


@pytest.mark.parametrize("base", list(Base))
def test_nothing_returned_is_no_rate_and_no_grade_never_zero(base: Base) -> None:
    result = result_of(changed(TOWN, base=base), {}, entitled=46, present=46, invited=46)
    assert result.grade is None
    assert set(result.metrics.values()) == {None}


def _two_items(first: str | None, second: str | None) -> RuleSet:
    weights = [None if text is None else Fraction(text) for text in (first, second)]
    items = tuple(
        Item(key=key, label=key, weight=weight, drives_grade=True)
        for key, weight in zip(("law", "service"), weights, strict=True)
    )
    return changed(POINTS, items=(*items, Item(key="manner", label="作风")))


def test_driving_items_are_averaged_by_weight_and_the_others_stay_out() -> None:
    vote = {"law": "satisfied", "service": "dissatisfied", "manner": "fairly_satisfied"}
    ballots = ballots_of([vote], group="raters")
    assert judge(_two_items("4/5", "1/5"), ballots).metrics["score"] == 86
    assert judge(_two_items(None, None), ballots).metrics["score"] == 65


def test_an_item_nobody_marked_leaves_the_whole_without_a_value() -> None:
    ballots = ballots_of([{"law": "satisfied"}], group="raters")
    result = judge(_two_items("4/5", "1/5"), ballots)
    assert result.items[0].metrics["score"] == 100
    assert result.items[1].metrics["score"] is None
    assert result.metrics["score"] is None


WEIGHTED = preset("weighted-groups")
THREE_GROUPS = {
    "deputies": {"满意": 9, "不满意": 1},
    "committee": {"满意": 1, "不满意": 1},
    "public": {"满意": 30, "不满意": 70},
}


def test_weighted_groups_count_by_weight_whatever_their_size() -> None:
    result = result_of(WEIGHTED, THREE_GROUPS)
    expected = Fraction(7, 10) * Fraction(9, 10) + Fraction(3, 20) * Fraction(4, 5)
    assert result.metrics["satisfaction"] == expected
    assert result.items[0].counts["satisfied"] == 40


def test_pooled_groups_count_every_ballot_alike() -> None:
    groups = tuple(msgspec.structs.replace(g, weight=None) for g in WEIGHTED.electorate.groups)
    pooled = changed(WEIGHTED, aggregate=Aggregate.POOLED, electorate=Electorate(groups=groups))
    assert result_of(pooled, THREE_GROUPS).metrics["satisfaction"] == Fraction(40, 112)


def test_weights_may_depend_on_the_class_of_the_appraisee() -> None:
    by_class = {"stationed": {"deputies": Fraction(1, 2), "committee": Fraction(1, 2)}}
    by_class["stationed"]["public"] = Fraction(0)
    electorate = msgspec.structs.replace(WEIGHTED.electorate, weights_by_class=by_class)
    rules = changed(WEIGHTED, electorate=electorate)
    stationed = msgspec.structs.replace(LAND, key="finance")
    assert result_of(rules, THREE_GROUPS, appraisee=stationed).metrics["satisfaction"] == Fraction(
        7, 10
    )


def test_a_missing_group_fails_or_is_shared_out_by_the_others() -> None:
    present = {key: value for key, value in THREE_GROUPS.items() if key != "public"}
    assert result_of(WEIGHTED, present).metrics["satisfaction"] is None
    electorate = msgspec.structs.replace(
        WEIGHTED.electorate, missing_group=MissingGroup.RENORMALISE
    )
    result = result_of(changed(WEIGHTED, electorate=electorate), present)
    expected = (Fraction(7, 10) * Fraction(9, 10) + Fraction(3, 20) * Fraction(1, 2)) / Fraction(
        17, 20
    )
    assert result.metrics["satisfaction"] == expected


def test_ballots_of_a_group_the_rules_do_not_know_are_refused_not_dropped() -> None:
    rules = changed(TOWN, electorate=Electorate(groups=(Group(key="deputies", label="代表"),)))
    strangers = ballots_of([{"overall": "satisfied"}], group="tourists")
    with pytest.raises(Refusal) as refused:
        judge(rules, strangers)
    assert refused.value.code == "session.unknown_group"
    assert refused.value.data == {"groups": ["tourists"]}


def test_slips_of_one_department_count_for_that_department_alone() -> None:
    ballots = ballots_of(votes_of(TOWN, {"满意": 3}), group="deputies")
    tally = count(ballots, form_of(TOWN, FINANCE), rules=TOWN)
    session = Denominators(
        entitled=10, present=10, issued={"deputies": {"finance": 4, "land": 7, WHOLE: 2}}
    )
    results = score(tally, TOWN, appraisees=(FINANCE, LAND), session=session)
    assert [result.issued for result in results] == [6, 9]
    assert [result.returned for result in results] == [3, 0]


def _standings(ranking: Ranking) -> list[int | None]:
    rules = changed(TOWN, ranking=ranking)
    yes = {"finance": 9, "agriculture": 8, "society": 8, "land": 7, "silent": 0}
    tallies = []
    for key, number in yes.items():
        appraisee = msgspec.structs.replace(FINANCE, key=key)
        votes = votes_of(rules, {"满意": number, "不满意": 10 - number if number else 0})
        ballots = ballots_of(votes, group="deputies", appraisee=key)
        tallies.append(count(ballots, form_of(rules, appraisee), rules=rules))
    appraisees = tuple(msgspec.structs.replace(FINANCE, key=key) for key in yes)
    appraisees = (*appraisees[:3], LAND, appraisees[4])
    session = Denominators(entitled=10, present=10, issued={})
    results = score(merge(*tallies), rules, appraisees=appraisees, session=session)
    return [result.standing for result in results]


def test_equal_values_share_a_place_and_no_value_has_none() -> None:
    assert _standings(Ranking(by="satisfaction")) == [1, 2, 2, 4, None]
    dense = Ranking(by="satisfaction", ties=Order.DENSE)
    assert _standings(dense) == [1, 2, 2, 3, None]


def test_classes_may_be_ranked_apart() -> None:
    assert _standings(Ranking(by="satisfaction", within_class=True)) == [1, 2, 2, 1, None]


def test_values_that_print_alike_but_differ_do_not_share_a_place() -> None:
    near = [((True, each),) for each in (Fraction(8313, 100), Fraction(83130001, 1000000))]
    assert [place(each, near, ties=Order.SHARED) for each in near] == [2, 1]
