"""A preset meets a town's plan."""

import pytest

from surveys.questionnaire.questions import Indicator, Option
from surveys.refusals import Refusal
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.proofread import agrees, proofread
from surveys.rules.ruleset import Group
from tests.builders import a_form, a_plan

TOWN = preset("township-three-grade")
THREE = (
    Option(key="good", label="满意"),
    Option(key="fair", label="基本满意"),
    Option(key="poor", label="不满意"),
)


def test_the_fitted_rules_agree_with_the_ballot_form_of_the_plan() -> None:
    fitted = fit(TOWN, a_plan())
    assert proofread(fitted) == ()
    assert agrees(fitted, a_form()) == ()


def test_the_overall_indicator_alone_decides_where_there_is_one() -> None:
    fitted = fit(TOWN, a_plan())
    assert [item.key for item in fitted.items if item.drives_grade] == ["overall"]
    assert len(fitted.items) == 9


def test_without_an_overall_indicator_all_decide_evenly() -> None:
    indicators = (
        Indicator(key="law", label="依法行政"),
        Indicator(key="service", label="为民服务"),
    )
    fitted = fit(TOWN, a_plan(indicators=indicators))
    assert all(item.drives_grade and item.weight is None for item in fitted.items)


def test_grades_are_matched_by_their_words_and_take_the_keys_of_the_plan() -> None:
    fitted = fit(TOWN, a_plan(grades=THREE))
    assert [option.key for option in fitted.options] == ["good", "fair", "poor"]
    shares = {metric.key: metric for metric in fitted.metrics}
    assert getattr(shares["overall_satisfaction"], "options", ()) == ("good", "fair")


def test_an_added_unfamiliar_option_is_told_as_presumed() -> None:
    fitted = fit(TOWN, a_plan())
    added = next(option for option in fitted.options if option.key == "unfamiliar")
    assert not added.in_valid
    assert any("不了解" in text for text in fitted.presumed)


def test_a_grade_the_rules_do_not_know_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        fit(TOWN, a_plan(grades=(*THREE, Option(key="superb", label="非常满意"))))
    assert refused.value.code == "rules.unfit_grade"


def test_a_grade_the_rules_need_and_the_plan_lacks_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        fit(TOWN, a_plan(grades=(THREE[0], THREE[2])))
    assert refused.value.code == "rules.missing_grade"
    assert refused.value.data["grade"] == "基本满意"


def test_the_groups_of_the_roll_replace_those_of_the_preset() -> None:
    groups = (Group(key="deputies", label="镇代表"), Group(key="higher", label="上级代表"))
    assert fit(TOWN, a_plan(), groups=groups).electorate.groups == groups
