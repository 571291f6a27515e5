"""Real rules that were seen (R1–R35): several groups of voters, and what each weighs."""

from fractions import Fraction

import msgspec

from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.rules.presets import preset
from surveys.rules.ruleset import (
    Aggregate,
    Electorate,
    Group,
    JointBody,
)
from tests.surveys.rules.attested import POINTS, TOWN, sound
from tests.tallies import (
    FINANCE,
    LAND,
    changed,
    result_of,
)


def test_r15_erqi_70_15_15_with_the_first_eight_and_the_last_two_named() -> None:
    rules = sound(preset("weighted-groups"))
    weights = {group.label: group.weight for group in rules.electorate.groups}
    assert weights == {"代表": Fraction(7, 10), "常委会": Fraction(3, 20), "群众": Fraction(3, 20)}
    assert rules.ranking is not None
    assert (rules.ranking.top, rules.ranking.bottom) == (8, 2)


def test_r16_hangzhou_weights_depend_on_the_class_of_the_appraised() -> None:
    rules = sound(preset("five-grade-by-class"))
    counts = {group.key: {"满意": 10} for group in rules.electorate.groups}
    counts["citizens"] = {"不满意": 10}
    town = result_of(rules, counts, appraisee=FINANCE)
    stationed = result_of(changed(rules), counts, appraisee=as_finance(LAND))
    assert town.metrics["overall_satisfaction"] == Fraction(17, 20)
    assert stationed.metrics["overall_satisfaction"] == Fraction(9, 10)
    sampled = [group.label for group in rules.electorate.groups if group.sampling]
    assert len(rules.electorate.groups) == 9
    assert "市民" not in sampled
    assert "企业" not in sampled
    assert any("示例，不能照用" in presumed for presumed in rules.presumed)


def as_finance(appraisee: Appraisee) -> Appraisee:
    return msgspec.structs.replace(appraisee, key="finance", kind=AppraiseeClass.STATIONED)


def test_joint_appraisal_by_three_townships_of_one_station() -> None:
    bodies = tuple(
        JointBody(key=k, label=label) for k, label in (("bj", "北界镇"), ("yc", "应村乡"))
    )
    groups = tuple(
        Group(key=f"d-{body.key}", label=f"{body.label}代表", body=body.key) for body in bodies
    )
    rules = sound(changed(TOWN, electorate=Electorate(groups=groups, bodies=bodies)))
    counts = {"d-bj": {"满意": 20}, "d-yc": {"满意": 10, "不满意": 10}}
    assert result_of(rules, counts).metrics["satisfaction"] == Fraction(3, 4)


def test_r31_zhenhai_livelihood_60_30_10() -> None:
    weights = {"public": "3/5", "leaders": "3/10", "online": "1/10"}
    groups = tuple(Group(key=k, label=k, weight=Fraction(w)) for k, w in weights.items())
    rules = sound(
        changed(
            POINTS,
            electorate=Electorate(groups=groups),
            aggregate=Aggregate.WEIGHTED,
            items=POINTS.items[:1],
        )
    )
    scores = {"public": {"90": 1}, "leaders": {"80": 1}, "online": {"100": 1}}
    assert result_of(rules, scores).metrics["score"] == 88
