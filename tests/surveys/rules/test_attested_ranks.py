"""Real rules that were seen (R1–R35): points, and who is first and who is last."""

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys.appraisal.plan import Appraisee
from surveys.rules.aftermath import Consequence, Outcome
from surveys.rules.presets import preset
from surveys.rules.quorum import reaches
from surveys.rules.ruleset import (
    Item,
    Ranking,
    Role,
    RuleSet,
)
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score
from tests.surveys.rules.attested import POINTS, THREE, sound
from tests.tallies import (
    ballots_of,
    changed,
    form_of,
    judge,
)


def a_field(rules: RuleSet, *rates: int) -> list[AppraiseeResult]:
    """Appraisees of 100 ballots each, so many of them satisfied."""
    appraisees = tuple(Appraisee(key=f"a{n}", label=f"单位{n}") for n in range(len(rates)))
    (item,) = [item.key for item in rules.items]
    group = rules.electorate.groups[0].key
    first = rules.options[0].key
    last = next(option.key for option in rules.options if option.role is Role.NEGATIVE)
    ballots = [
        ballot
        for appraisee, rate in zip(appraisees, rates, strict=True)
        for ballot in ballots_of(
            [{item: first}] * rate + [{item: last}] * (100 - rate),
            group=group,
            appraisee=appraisee.key,
        )
    ]
    apart = [
        msgspec.structs.replace(ballot, unit=next(iter(subjects_of(ballot)))) for ballot in ballots
    ]
    tally = count(apart, form_of(rules, *appraisees), rules=rules)
    session = Denominators(entitled=100, present=100, issued={})
    return list(score(tally, rules, appraisees=appraisees, session=session))


def subjects_of(ballot: Any) -> list[str]:
    return list(ballot.answers["marks"].marks)


def test_r3_nanxiong_the_last_two_by_rank_are_named_for_appraisal() -> None:
    named = Consequence(action="列入工作评议", outcome=Outcome.BOTTOM)
    rules = sound(
        changed(THREE, ranking=Ranking(by="satisfaction", bottom=2), consequences=(named,))
    )
    assert [result.bottom for result in a_field(rules, 90, 70, 80, 60)] == [
        False,
        True,
        False,
        True,
    ]


def scored(*points: str) -> AppraiseeResult:
    cells: dict[str, Any] = dict(zip([i.key for i in POINTS.items], points, strict=True))
    return judge(POINTS, ballots_of([cells], group="raters"))


def test_r18_five_items_of_100_points_85_75_60_without_rounding_first() -> None:
    sound(POINTS)
    result = scored("90", "84", "88", "79", "86")
    assert (result.metrics["score"], result.grade) == (Fraction(427, 5), "满意")
    assert scored("85", "85", "85", "85", "84").grade == "比较满意"
    assert [scored(*[each] * 5).grade for each in ("75", "74", "60", "59")] == [
        "比较满意",
        "基本满意",
        "基本满意",
        "不满意",
    ]


@pytest.mark.parametrize(("points", "last"), [("74", True), ("75", False)])
def test_r18_the_last_is_only_named_below_75(points: str, *, last: bool) -> None:
    assert scored(*[points] * 5).bottom is last
    assert POINTS.session.tellers == 3


def test_r19_weighted_items_20_20_20_40() -> None:
    weights = {"服务态度": "1/5", "能力": "1/5", "效率": "1/5", "效果": "2/5"}
    items = tuple(
        Item(key=f"i{at}", label=label, weight=Fraction(weight), drives_grade=True)
        for at, (label, weight) in enumerate(weights.items())
    )
    rules = sound(changed(POINTS, items=items, rungs=(), ranking=None, consequences=()))
    cells: dict[str, Any] = {"i0": "100", "i1": "100", "i2": "100", "i3": "50"}
    assert judge(rules, ballots_of([cells], group="raters")).metrics["score"] == 80


def test_r20_a_blank_abstains_quorum_over_half_first_and_last_three_ties_share() -> None:
    rules = sound(preset("two-grade-unfamiliar"))
    assert [reaches(rules.session.quorum, came=n, entitled=46) for n in (23, 24)] == [False, True]
    results = a_field(rules, 90, 80, 80, 80, 60, 50, 40)
    assert [result.standing for result in results] == [1, 2, 2, 2, 5, 6, 7]
    assert [result.top for result in results] == [True] * 4 + [False] * 3
    assert [result.bottom for result in results] == [False] * 4 + [True] * 3
    assert judge(rules, ballots_of([{}], group="members")).abstained == 1


def test_r23_shucheng_publishes_the_first_three_of_34() -> None:
    rules = sound(changed(THREE, ranking=Ranking(by="satisfaction", top=3)))
    assert [result.top for result in a_field(rules, 90, 95, 80, 99)] == [True, True, False, True]
