"""Each real rule that was seen (R1–R35), built and counted; the name says what was attested.

Of R5, R6, R26 and R30 only titles, objects or grades were seen, and no way of counting.
"""

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.questionnaire.questions import PointScale
from surveys.rules.aftermath import Consequence, Outcome, Rounds, Term
from surveys.rules.presets import preset
from surveys.rules.proofread import proofread
from surveys.rules.quorum import reaches
from surveys.rules.rounding import show, show_share
from surveys.rules.ruleset import (
    Aggregate,
    Announce,
    BallotHandling,
    Base,
    Blank,
    Display,
    Electorate,
    GradeOption,
    Group,
    Item,
    JointBody,
    Mean,
    Multiple,
    PointSpan,
    Quota,
    Ranking,
    Role,
    RuleSet,
    Session,
    Share,
    Veto,
)
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score
from tests.tallies import (
    FINANCE,
    LAND,
    at_least,
    ballots_of,
    changed,
    form_of,
    judge,
    over,
    result_of,
    rung,
)

TOWN = preset("township-three-grade")
THREE = changed(
    TOWN,
    options=TOWN.options[:3],
    rungs=(),
    session=Session(),
    base=Base.RETURNED,
)


def _sound(rules: RuleSet) -> RuleSet:
    assert proofread(rules) == ()
    return rules


def _grade(rules: RuleSet, *numbers: int, **session: Any) -> str | None:
    labels = [option.label for option in rules.options]
    return result_of(rules, dict(zip(labels, numbers, strict=False)), **session).grade


def _field(rules: RuleSet, *rates: int) -> list[AppraiseeResult]:
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
        msgspec.structs.replace(ballot, unit=next(iter(_subjects(ballot)))) for ballot in ballots
    ]
    tally = count(apart, form_of(rules, *appraisees), rules=rules)
    session = Denominators(entitled=100, present=100, issued={})
    return list(score(tally, rules, appraisees=appraisees, session=session))


def _subjects(ballot: Any) -> list[str]:
    return list(ballot.answers["marks"].marks)


def test_r1_zhenhai_half_of_all_members_whoever_came() -> None:
    rules = _sound(preset("roster-majority"))
    assert rules.base is Base.ROSTER
    assert _grade(rules, 17, 11, 1, entitled=33, present=29) == "满意"
    assert _grade(rules, 16, 12, 1, entitled=33, present=29) == "基本满意"
    assert any("自相矛盾" in presumed for presumed in rules.presumed)


def test_r2_zhanyi_rates_over_the_returned_and_no_grade() -> None:
    rules = _sound(preset("returned-rates"))
    result = result_of(rules, {"满意": 25, "基本满意": 3})
    assert show_share(result.metrics["satisfaction"] or Fraction(0), rules.display) == "89.29"
    assert result.grade is None


def test_r3_nanxiong_half_of_votes_cast_and_a_third_vote_three_months_later() -> None:
    rules = _sound(preset("cast-half"))
    assert _grade(rules, 12, 12, 2) == "未通过"
    assert _grade(rules, 13, 11, 2) == "通过"
    assert rules.rounds == Rounds(most=3, next_on=("未通过",))
    (consequence,) = rules.consequences
    assert (consequence.grade, consequence.due, consequence.retest) == (
        "未通过",
        Term(months=3),
        True,
    )


def test_r3_nanxiong_the_last_two_by_rank_are_named_for_appraisal() -> None:
    named = Consequence(action="列入工作评议", outcome=Outcome.BOTTOM)
    rules = _sound(
        changed(THREE, ranking=Ranking(by="satisfaction", bottom=2), consequences=(named,))
    )
    assert [result.bottom for result in _field(rules, 90, 70, 80, 60)] == [False, True, False, True]


def test_r4_shenzhen_none_or_several_marked_is_invalid_and_not_in_the_base() -> None:
    handling = BallotHandling(blank=Blank.INVALID, multiple=Multiple.INVALID)
    rules = _sound(changed(THREE, base=Base.VALID, handling=handling))
    votes = [{"overall": "satisfied"}, {}, {"overall": ("satisfied", "dissatisfied")}]
    result = judge(rules, ballots_of(votes, group="deputies"))
    assert (result.items[0].base, result.metrics["satisfaction"]) == (1, 1)
    assert result.spoiled == {"blank": 1, "overmarked": 1}


def test_r7_shiquan_two_grades_by_more_than_half_of_all_members() -> None:
    rules = _sound(preset("two-grade-majority"))
    assert _grade(rules, 15, 5, entitled=29) == "满意"
    assert _grade(rules, 15, 5, entitled=30) == "不满意"
    assert rules.consequences[0].retest


def test_r8_hubei_a_satisfied_grade_with_too_many_against_is_treated_otherwise() -> None:
    veto = Veto(when=over("dissatisfaction", "1/3"))  # the share itself was cut off in the text
    rules = _sound(changed(TOWN, vetoes=(veto,)))
    result = result_of(rules, {"满意": 13, "基本满意": 2, "不满意": 9})
    assert (result.grade, result.vetoed) == ("满意", True)


def test_r9_ezhou_and_r8_hubei_tell_the_result_on_the_spot() -> None:
    rules = _sound(changed(TOWN, session=Session(announce=Announce.ON_THE_SPOT)))
    assert rules.session.announce is Announce.ON_THE_SPOT


def test_r10_shanxi_wholly_satisfied_and_half_against_must_mend() -> None:
    rules = _sound(
        changed(
            THREE,
            base=Base.CAST,
            rungs=(
                rung("总体满意", at_least("overall_satisfaction", "1")),
                rung("限期整改", at_least("dissatisfaction", "1/2")),
                rung("其他"),
            ),
        )
    )
    assert _grade(rules, 59, 2, 0) == "总体满意"
    assert _grade(rules, 30, 0, 30) == "限期整改"
    assert _grade(rules, 50, 9, 2) == "其他"


def test_r11_anhui_fairly_satisfied_mends_and_dissatisfied_reports_again() -> None:
    rules = _sound(
        changed(
            TOWN,
            consequences=(
                Consequence(action="整改", grade="基本满意"),
                Consequence(action="下一次会议重作报告", grade="不满意", retest=True),
            ),
        )
    )
    assert [each.retest for each in rules.consequences] == [False, True]


def test_r12_jinshi_more_than_two_thirds_of_votes_cast() -> None:
    rules = _sound(preset("two-thirds"))
    assert [_grade(rules, 20, 0, 10), _grade(rules, 21, 0, 10)] == ["未通过", "通过"]


def test_r13_wuling_publishes_the_rate_of_the_top_option() -> None:
    top = GradeOption(key="very", label="非常满意", role=Role.POSITIVE)
    rules = _sound(
        changed(
            THREE,
            options=(top, *THREE.options),
            metrics=(Share(key="very", label="非常满意度", options=("very",)),),
            display=Display(digits=1),
        )
    )
    result = result_of(rules, {"非常满意": 31, "满意": 1})
    assert show_share(result.metrics["very"] or Fraction(0), rules.display) == "96.9"


def test_r14_dawu_80_and_50_percent_of_the_voters_who_took_part() -> None:
    rules = _sound(preset("deputy-report"))
    grades = [_grade(rules, yes, 100 - yes, 0) for yes in (80, 79, 50, 49)]
    assert grades == ["称职", "基本称职", "基本称职", "不称职"]


def test_r15_erqi_70_15_15_with_the_first_eight_and_the_last_two_named() -> None:
    rules = _sound(preset("weighted-groups"))
    weights = {group.label: group.weight for group in rules.electorate.groups}
    assert weights == {"代表": Fraction(7, 10), "常委会": Fraction(3, 20), "群众": Fraction(3, 20)}
    assert rules.ranking is not None
    assert (rules.ranking.top, rules.ranking.bottom) == (8, 2)


def test_r16_hangzhou_weights_depend_on_the_class_of_the_appraised() -> None:
    rules = _sound(preset("five-grade-by-class"))
    counts = {group.key: {"满意": 10} for group in rules.electorate.groups}
    counts["citizens"] = {"不满意": 10}
    town = result_of(rules, counts, appraisee=FINANCE)
    stationed = result_of(changed(rules), counts, appraisee=_as_finance(LAND))
    assert town.metrics["overall_satisfaction"] == Fraction(17, 20)
    assert stationed.metrics["overall_satisfaction"] == Fraction(9, 10)
    sampled = [group.label for group in rules.electorate.groups if group.sampling]
    assert len(rules.electorate.groups) == 9
    assert "市民" not in sampled
    assert "企业" not in sampled
    assert any("示例，不能照用" in presumed for presumed in rules.presumed)


def _as_finance(appraisee: Appraisee) -> Appraisee:
    return msgspec.structs.replace(appraisee, key="finance", kind=AppraiseeClass.STATIONED)


def test_r17_106_units_unfamiliar_is_neither_valid_nor_scored() -> None:
    rules = _sound(preset("points-without-unfamiliar"))
    counts = {"满意": 60, "基本满意": 20, "不满意": 5, "不了解": 15}
    result = result_of(rules, counts)
    assert result.metrics["score"] == Fraction(1510, 17)
    assert show(Fraction(1510, 17), rules.display) == "88.82"
    assert rules.ranking is not None
    assert rules.ranking.within_class


POINTS = preset("points-by-item")


def _scored(*points: str) -> AppraiseeResult:
    cells: dict[str, Any] = dict(zip([i.key for i in POINTS.items], points, strict=True))
    return judge(POINTS, ballots_of([cells], group="raters"))


def test_r18_five_items_of_100_points_85_75_60_without_rounding_first() -> None:
    _sound(POINTS)
    result = _scored("90", "84", "88", "79", "86")
    assert (result.metrics["score"], result.grade) == (Fraction(427, 5), "满意")
    assert _scored("85", "85", "85", "85", "84").grade == "比较满意"
    assert [_scored(*[each] * 5).grade for each in ("75", "74", "60", "59")] == [
        "比较满意",
        "基本满意",
        "基本满意",
        "不满意",
    ]


@pytest.mark.parametrize(("points", "last"), [("74", True), ("75", False)])
def test_r18_the_last_is_only_named_below_75(points: str, *, last: bool) -> None:
    assert _scored(*[points] * 5).bottom is last
    assert POINTS.session.tellers == 3


def test_r19_weighted_items_20_20_20_40() -> None:
    weights = {"服务态度": "1/5", "能力": "1/5", "效率": "1/5", "效果": "2/5"}
    items = tuple(
        Item(key=f"i{at}", label=label, weight=Fraction(weight), drives_grade=True)
        for at, (label, weight) in enumerate(weights.items())
    )
    rules = _sound(changed(POINTS, items=items, rungs=(), ranking=None, consequences=()))
    cells: dict[str, Any] = {"i0": "100", "i1": "100", "i2": "100", "i3": "50"}
    assert judge(rules, ballots_of([cells], group="raters")).metrics["score"] == 80


def test_r20_a_blank_abstains_quorum_over_half_first_and_last_three_ties_share() -> None:
    rules = _sound(preset("two-grade-unfamiliar"))
    assert [reaches(rules.session.quorum, came=n, entitled=46) for n in (23, 24)] == [False, True]
    results = _field(rules, 90, 80, 80, 80, 60, 50, 40)
    assert [result.standing for result in results] == [1, 2, 2, 2, 5, 6, 7]
    assert [result.top for result in results] == [True] * 4 + [False] * 3
    assert [result.bottom for result in results] == [False] * 4 + [True] * 3
    assert judge(rules, ballots_of([{}], group="members")).abstained == 1


def test_r21_wutongqiao_satisfaction_over_those_present() -> None:
    rules = _sound(changed(THREE, base=Base.PRESENT, display=Display(digits=1)))
    result = result_of(rules, {"满意": 27, "基本满意": 1}, present=28)
    assert show_share(result.metrics["satisfaction"] or Fraction(0), rules.display) == "96.4"


def _handled(satisfied: int, fair: int, against: int, **late: int) -> str | None:
    rules = _sound(preset("handling-unit"))
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
    assert _handled(8, 2, 0) == "良好"
    assert _handled(7, 3, 0) == "合格"
    assert _handled(9, 0, 1) == "不合格"
    assert _handled(10, 0, 0, receipt=1) == "不合格"
    assert _handled(10, 0, 0, reply=1) == "不合格"


def test_r23_shucheng_publishes_the_first_three_of_34() -> None:
    rules = _sound(changed(THREE, ranking=Ranking(by="satisfaction", top=3)))
    assert [result.top for result in _field(rules, 90, 95, 80, 99)] == [True, True, False, True]


def test_r24_wuyanquan_rates_told_on_the_spot_in_whole_percents() -> None:
    assert show_share(Fraction(98, 100), Display(digits=0)) == "98"


def test_r25_guohe_good_middling_bad_on_seven_items() -> None:
    words = (("好", Role.POSITIVE), ("中", Role.MIDDLE), ("差", Role.NEGATIVE))
    options = tuple(
        GradeOption(key=f"o{at}", label=label, role=role) for at, (label, role) in enumerate(words)
    )
    items = tuple(Item(key=f"i{at}", label=f"第{at}项", drives_grade=True) for at in range(7))
    rates = (Share(key="good", label="好评率", options=("o0",)),)
    rules = _sound(changed(THREE, options=options, items=items, metrics=rates))
    assert result_of(rules, {"好": 15, "中": 5, "差": 0}).metrics["good"] == Fraction(3, 4)


def test_r27_heze_and_r28_guangan_single_items_beside_one_overall_judgement() -> None:
    items = (
        Item(key="law", label="依法行政"),
        Item(key="overall", label="总体评价", drives_grade=True),
    )
    rules = _sound(changed(TOWN, items=items))
    votes: list[dict[str, Any]] = [{"law": "dissatisfied", "overall": "satisfied"}] * 5
    assert judge(rules, ballots_of(votes, group="deputies")).grade == "满意"


def test_r29_changde_ballots_sealed_on_the_spot_and_opened_together() -> None:
    assert _sound(changed(TOWN, session=Session(seal=True))).session.seal


def test_joint_appraisal_by_three_townships_of_one_station() -> None:
    bodies = tuple(
        JointBody(key=k, label=label) for k, label in (("bj", "北界镇"), ("yc", "应村乡"))
    )
    groups = tuple(
        Group(key=f"d-{body.key}", label=f"{body.label}代表", body=body.key) for body in bodies
    )
    rules = _sound(changed(TOWN, electorate=Electorate(groups=groups, bodies=bodies)))
    counts = {"d-bj": {"满意": 20}, "d-yc": {"满意": 10, "不满意": 10}}
    assert result_of(rules, counts).metrics["satisfaction"] == Fraction(3, 4)


def test_r31_zhenhai_livelihood_60_30_10() -> None:
    weights = {"public": "3/5", "leaders": "3/10", "online": "1/10"}
    groups = tuple(Group(key=k, label=k, weight=Fraction(w)) for k, w in weights.items())
    rules = _sound(
        changed(
            POINTS,
            electorate=Electorate(groups=groups),
            aggregate=Aggregate.WEIGHTED,
            items=POINTS.items[:1],
        )
    )
    scores = {"public": {"90": 1}, "leaders": {"80": 1}, "online": {"100": 1}}
    assert result_of(rules, scores).metrics["score"] == 88


def test_r32_meizhou_a_band_and_points_inside_it() -> None:
    spans = (("满意", 80, 100), ("基本满意", 60, 79), ("不满意", 40, 59))
    roles = (Role.POSITIVE, Role.MIDDLE, Role.NEGATIVE)
    options = tuple(
        GradeOption(key=f"o{at}", label=label, role=roles[at], points=PointSpan(low, high))
        for at, (label, low, high) in enumerate(spans)
    )
    rules = _sound(
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
    rules = _sound(changed(TOWN, handling=BallotHandling(quota=Quota("satisfied", 1))))
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
    rules = _sound(changed(TOWN, options=(*TOWN.options[:3], abstain), base=Base.VALID))
    result = result_of(rules, {"满意": 4, "基本满意": 3, "不满意": 2, "弃权": 1})
    assert result.metrics["satisfaction"] == Fraction(rate)


def test_two_way_rating_of_suggestions_one_against_and_it_is_handled_again_in_a_month() -> None:
    rules = _sound(preset("suggestion-two-way"))
    votes: list[dict[str, Any]] = [
        {"attitude": "dissatisfied", "outcome": "satisfied"},
        {"attitude": "satisfied", "outcome": "fairly_satisfied"},
    ]
    result = judge(rules, ballots_of(votes, group="deputies"))
    assert (result.grade, result.vetoed) == ("基本满意", True)
    assert rules.consequences[0].due == Term(months=1)


def test_livelihood_projects_need_more_than_half_of_all_deputies() -> None:
    rules = _sound(preset("livelihood-projects"))
    assert [_grade(rules, yes, 0, 0, entitled=46) for yes in (23, 24)] == ["不列入", "列入候选"]


def test_the_four_level_template_is_offered_as_nobody_s_rule() -> None:
    template = _sound(preset("four-level-template"))
    assert not template.attested
    assert _grade(template, 5, 5, 0, 0) == "优秀"
    others = (preset(key) for key in ("cast-half", "points-by-item", "five-grade-by-class"))
    assert all(rules.attested for rules in others)
