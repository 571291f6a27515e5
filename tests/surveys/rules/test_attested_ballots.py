"""Real rules that were seen (R1–R35): what a ballot asks, what spoils it, what a blank is."""

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys.questionnaire.questions import PointScale
from surveys.rules.aftermath import Term
from surveys.rules.presets import preset
from surveys.rules.rounding import show, show_share
from surveys.rules.ruleset import (
    BallotHandling,
    Base,
    Blank,
    Display,
    GradeOption,
    Item,
    Mean,
    Multiple,
    PointSpan,
    Quota,
    Role,
    Session,
    Share,
)
from surveys.tally.count import count
from tests.surveys.rules.attested import THREE, TOWN, sound
from tests.tallies import (
    FINANCE,
    LAND,
    ballots_of,
    changed,
    form_of,
    judge,
    result_of,
)


def test_r4_shenzhen_none_or_several_marked_is_invalid_and_not_in_the_base() -> None:
    handling = BallotHandling(blank=Blank.INVALID, multiple=Multiple.INVALID)
    rules = sound(changed(THREE, base=Base.VALID, handling=handling))
    votes = [{"overall": "satisfied"}, {}, {"overall": ("satisfied", "dissatisfied")}]
    result = judge(rules, ballots_of(votes, group="deputies"))
    assert (result.items[0].base, result.metrics["satisfaction"]) == (1, 1)
    assert result.spoiled == {"blank": 1, "overmarked": 1}


def test_r13_wuling_publishes_the_rate_of_the_top_option() -> None:
    top = GradeOption(key="very", label="非常满意", role=Role.POSITIVE)
    rules = sound(
        changed(
            THREE,
            options=(top, *THREE.options),
            metrics=(Share(key="very", label="非常满意度", options=("very",)),),
            display=Display(digits=1),
        )
    )
    result = result_of(rules, {"非常满意": 31, "满意": 1})
    assert show_share(result.metrics["very"] or Fraction(0), rules.display) == "96.9"


def test_r17_106_units_unfamiliar_is_neither_valid_nor_scored() -> None:
    rules = sound(preset("points-without-unfamiliar"))
    counts = {"满意": 60, "基本满意": 20, "不满意": 5, "不了解": 15}
    result = result_of(rules, counts)
    assert result.metrics["score"] == Fraction(1510, 17)
    assert show(Fraction(1510, 17), rules.display) == "88.82"
    assert rules.ranking is not None
    assert rules.ranking.within_class


def handled(satisfied: int, fair: int, against: int, **late: int) -> str | None:
    rules = sound(preset("handling-unit"))
    words = ["satisfied"] * satisfied + ["fairly_satisfied"] * fair + ["dissatisfied"] * against
    votes: list[dict[str, Any]] = [
        {
            "receipt": "late" if at < late.get("receipt", 0) else "in_time",
            "reply": "late" if at < late.get("reply", 0) else "in_time",
            "deputies": word,
        }
        for at, word in enumerate(words)
    ]
    return judge(rules, ballots_of(votes, group="suggestions")).grade


def test_r22_shenzhen_80_percent_and_none_against_is_good_and_any_failing_side_fails() -> None:
    assert handled(8, 2, 0) == "良好"
    assert handled(7, 3, 0) == "合格"
    assert handled(9, 0, 1) == "不合格"
    assert handled(10, 0, 0, receipt=1) == "不合格"
    assert handled(10, 0, 0, reply=1) == "不合格"


def test_r25_guohe_good_middling_bad_on_seven_items() -> None:
    words = (("好", Role.POSITIVE), ("中", Role.MIDDLE), ("差", Role.NEGATIVE))
    options = tuple(
        GradeOption(key=f"o{at}", label=label, role=role) for at, (label, role) in enumerate(words)
    )
    items = tuple(Item(key=f"i{at}", label=f"第{at}项", drives_grade=True) for at in range(7))
    rates = (Share(key="good", label="好评率", options=("o0",)),)
    rules = sound(changed(THREE, options=options, items=items, metrics=rates))
    assert result_of(rules, {"好": 15, "中": 5, "差": 0}).metrics["good"] == Fraction(3, 4)


def test_r27_heze_and_r28_guangan_single_items_beside_one_overall_judgement() -> None:
    items = (
        Item(key="law", label="依法行政"),
        Item(key="overall", label="总体评价", drives_grade=True),
    )
    rules = sound(changed(TOWN, items=items))
    votes: list[dict[str, Any]] = [{"law": "dissatisfied", "overall": "satisfied"}] * 5
    assert judge(rules, ballots_of(votes, group="deputies")).grade == "满意"


def test_r29_changde_ballots_sealed_on_the_spot_and_opened_together() -> None:
    assert sound(changed(TOWN, session=Session(seal=True))).session.seal


def test_r32_meizhou_a_band_and_points_inside_it() -> None:
    spans = (("满意", 80, 100), ("基本满意", 60, 79), ("不满意", 40, 59))
    roles = (Role.POSITIVE, Role.MIDDLE, Role.NEGATIVE)
    options = tuple(
        GradeOption(key=f"o{at}", label=label, role=roles[at], points=PointSpan(low, high))
        for at, (label, low, high) in enumerate(spans)
    )
    rules = sound(
        changed(
            THREE,
            options=options,
            points=PointScale(40, 100),
            base=Base.VALID,
            metrics=(
                Share(key="satisfaction", label="满意率", options=("o0",)),
                Mean(key="score", label="得分"),
            ),
        )
    )
    result = result_of(rules, {"85": 1, "80": 1, "79": 1, "40": 1})
    assert result.metrics == {"satisfaction": Fraction(1, 2), "score": 71}
    beyond = judge(rules, ballots_of([{"overall": "39"}], group="deputies"))
    assert beyond.spoiled == {"wrong_form": 1}


def test_r33_the_quota_at_most_n_satisfied_on_one_sheet() -> None:
    rules = sound(changed(TOWN, handling=BallotHandling(quota=Quota("satisfied", 1))))
    both = (FINANCE, LAND)
    marks = [("satisfied", "satisfied"), ("satisfied", "fairly_satisfied")]
    ballots = ballots_of([{}] * 2, group="deputies")
    given = [
        msgspec.structs.replace(
            ballot,
            answers={
                "marks": msgspec.structs.replace(
                    ballot.answers["marks"],
                    marks={"finance": {"overall": one}, "land": {"overall": other}},
                )
            },
        )
        for ballot, (one, other) in zip(ballots, marks, strict=True)
    ]
    tally = count(given, form_of(rules, *both), rules=rules).groups["deputies"]
    assert tally["finance"].spoiled == tally["land"].spoiled == {"over_quota": 1}
    assert tally["land"].cells["overall"].counts["fairly_satisfied"] == 1


@pytest.mark.parametrize(("counted", "rate"), [(True, "4/10"), (False, "4/9")])
def test_r34_abstentions_inside_the_base_and_r35_outside(rate: str, *, counted: bool) -> None:
    abstain = msgspec.structs.replace(TOWN.options[3], in_valid=counted)
    rules = sound(changed(TOWN, options=(*TOWN.options[:3], abstain), base=Base.VALID))
    result = result_of(rules, {"满意": 4, "基本满意": 3, "不满意": 2, "弃权": 1})
    assert result.metrics["satisfaction"] == Fraction(rate)


def test_two_way_rating_of_suggestions_one_against_and_it_is_handled_again_in_a_month() -> None:
    rules = sound(preset("suggestion-two-way"))
    votes: list[dict[str, Any]] = [
        {"attitude": "dissatisfied", "outcome": "satisfied"},
        {"attitude": "satisfied", "outcome": "fairly_satisfied"},
    ]
    result = judge(rules, ballots_of(votes, group="deputies"))
    assert (result.grade, result.vetoed) == ("基本满意", True)
    assert rules.consequences[0].due == Term(months=1)
