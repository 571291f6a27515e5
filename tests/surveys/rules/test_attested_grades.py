"""Real rules that were seen (R1–R35): which share of which base makes a grade, and what then.

The name says what was attested. Of R5, R6, R26 and R30 only titles, objects or grades were seen,
and no way of counting.
"""

from fractions import Fraction

from surveys.rules.aftermath import Consequence, Rounds, Term
from surveys.rules.presets import preset
from surveys.rules.rounding import show_share
from surveys.rules.ruleset import (
    Announce,
    Base,
    Display,
    Session,
    Veto,
)
from tests.surveys.rules.attested import THREE, TOWN, grade_of, sound
from tests.tallies import (
    at_least,
    changed,
    over,
    result_of,
    rung,
)


def test_r1_zhenhai_half_of_all_members_whoever_came() -> None:
    rules = sound(preset("roster-majority"))
    assert rules.base is Base.ROSTER
    assert grade_of(rules, 17, 11, 1, entitled=33, present=29) == "满意"
    assert grade_of(rules, 16, 12, 1, entitled=33, present=29) == "基本满意"
    assert any("自相矛盾" in presumed for presumed in rules.presumed)


def test_r2_zhanyi_rates_over_the_returned_and_no_grade() -> None:
    rules = sound(preset("returned-rates"))
    result = result_of(rules, {"满意": 25, "基本满意": 3})
    assert show_share(result.metrics["satisfaction"] or Fraction(0), rules.display) == "89.29"
    assert result.grade is None


def test_r3_nanxiong_half_of_votes_cast_and_a_third_vote_three_months_later() -> None:
    rules = sound(preset("cast-half"))
    assert grade_of(rules, 12, 12, 2) == "未通过"
    assert grade_of(rules, 13, 11, 2) == "通过"
    assert rules.rounds == Rounds(most=3, next_on=("未通过",))
    (consequence,) = rules.consequences
    assert (consequence.grade, consequence.due, consequence.retest) == (
        "未通过",
        Term(months=3),
        True,
    )


def test_r7_shiquan_two_grades_by_more_than_half_of_all_members() -> None:
    rules = sound(preset("two-grade-majority"))
    assert grade_of(rules, 15, 5, entitled=29) == "满意"
    assert grade_of(rules, 15, 5, entitled=30) == "不满意"
    assert rules.consequences[0].retest


def test_r8_hubei_a_satisfied_grade_with_too_many_against_is_treated_otherwise() -> None:
    veto = Veto(when=over("dissatisfaction", "1/3"))  # the share itself was cut off in the text
    rules = sound(changed(TOWN, vetoes=(veto,)))
    result = result_of(rules, {"满意": 13, "基本满意": 2, "不满意": 9})
    assert (result.grade, result.vetoed) == ("满意", True)


def test_r9_ezhou_and_r8_hubei_tell_the_result_on_the_spot() -> None:
    rules = sound(changed(TOWN, session=Session(announce=Announce.ON_THE_SPOT)))
    assert rules.session.announce is Announce.ON_THE_SPOT


def test_r10_shanxi_wholly_satisfied_and_half_against_must_mend() -> None:
    rules = sound(
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
    assert grade_of(rules, 59, 2, 0) == "总体满意"
    assert grade_of(rules, 30, 0, 30) == "限期整改"
    assert grade_of(rules, 50, 9, 2) == "其他"


def test_r11_anhui_fairly_satisfied_mends_and_dissatisfied_reports_again() -> None:
    rules = sound(
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
    rules = sound(preset("two-thirds"))
    assert [grade_of(rules, 20, 0, 10), grade_of(rules, 21, 0, 10)] == ["未通过", "通过"]


def test_r14_dawu_80_and_50_percent_of_the_voters_who_took_part() -> None:
    rules = sound(preset("deputy-report"))
    grades = [grade_of(rules, yes, 100 - yes, 0) for yes in (80, 79, 50, 49)]
    assert grades == ["称职", "基本称职", "基本称职", "不称职"]


def test_r21_wutongqiao_satisfaction_over_those_present() -> None:
    rules = sound(changed(THREE, base=Base.PRESENT, display=Display(digits=1)))
    result = result_of(rules, {"满意": 27, "基本满意": 1}, present=28)
    assert show_share(result.metrics["satisfaction"] or Fraction(0), rules.display) == "96.4"


def test_r24_wuyanquan_rates_told_on_the_spot_in_whole_percents() -> None:
    assert show_share(Fraction(98, 100), Display(digits=0)) == "98"


def test_livelihood_projects_need_more_than_half_of_all_deputies() -> None:
    rules = sound(preset("livelihood-projects"))
    assert [grade_of(rules, yes, 0, 0, entitled=46) for yes in (23, 24)] == ["不列入", "列入候选"]


def test_the_four_level_template_is_offered_as_nobody_s_rule() -> None:
    template = sound(preset("four-level-template"))
    assert not template.attested
    assert grade_of(template, 5, 5, 0, 0) == "优秀"
    others = (preset(key) for key in ("cast-half", "points-by-item", "five-grade-by-class"))
    assert all(rules.attested for rules in others)
