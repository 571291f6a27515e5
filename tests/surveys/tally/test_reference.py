"""The reference cases of topic tally: computed elsewhere with exact fractions."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from surveys.keys import WHOLE
from surveys.refusals import Refusal
from surveys.rules.presets import preset
from surveys.rules.quorum import reaches
from surveys.rules.rounding import show
from surveys.rules.ruleset import (
    Aggregate,
    BallotHandling,
    Base,
    Blank,
    Display,
    Electorate,
    GradeOption,
    Group,
    Mean,
    MissingGroup,
    Role,
    RuleSet,
)
from surveys.tally.slips import check_returned
from tests.statistics_cases import topic
from tests.tallies import ballots_of, changed, judge, result_of

CASES = {name.partition("_")[0]: case for name, case in topic("tally").items()}
LABELS = ("优秀", "良好", "合格", "不合格")


def _points(points: list[str], **changes: Any) -> RuleSet:
    """The four-option scale of the reference cases, valued as they say."""
    options = tuple(
        GradeOption(key=f"o{at}", label=label, role=Role.MIDDLE, value=Fraction(value))
        for at, (label, value) in enumerate(zip(LABELS, points, strict=True))
    )
    return changed(
        preset("points-without-unfamiliar"),
        options=options,
        metrics=(Mean(key="score", label="得分"),),
        **changes,
    )


def test_zhenhai_rows_are_graded_by_a_strict_majority() -> None:
    case = CASES["tally01"]
    labels = ("满意", "基本满意", "不满意")
    grades = [
        result_of(
            preset("roster-majority"),
            dict(zip(labels, row["counts"], strict=True)),
            entitled=case["inputs"]["members"],
        ).grade
        for row in case["inputs"]["rows"]
    ]
    assert grades == case["outputs"]["grade"]


def test_dawu_thresholds_hold_at_exactly_80_and_50_percent() -> None:
    case = CASES["tally03"]
    rows = zip(case["inputs"]["for_votes"], case["inputs"]["ballots"], strict=True)
    grades = [
        result_of(preset("deputy-report"), {"称职": yes, "不称职": all_ - yes}).grade
        for yes, all_ in rows
    ]
    assert grades == case["outputs"]["grade"]


def test_points_are_averaged_exactly_and_nothing_valid_is_no_score() -> None:
    case = CASES["tally04"]
    rules = _points(case["inputs"]["points"])
    for row, exact, shown in zip(
        case["inputs"]["counts"],
        case["outputs"]["exact"],
        case["outputs"]["half_up"],
        strict=True,
    ):
        score = result_of(rules, dict(zip(LABELS, row, strict=True))).metrics["score"]
        assert score == (None if exact is None else Fraction(exact))
        assert (None if score is None else show(score, Display())) == shown


def _three_groups(missing: MissingGroup) -> RuleSet:
    case = CASES["tally06"]
    groups = tuple(
        Group(key=key, label=key, weight=Fraction(weight))
        for key, weight in case["inputs"]["weights"].items()
    )
    return _points(
        case["inputs"]["points"],
        aggregate=Aggregate.WEIGHTED,
        electorate=Electorate(groups=groups, missing_group=missing),
    )


def test_weighted_groups_give_the_reference_score() -> None:
    case = CASES["tally06"]
    counts = {
        group: dict(zip(LABELS, row, strict=True))
        for group, row in case["inputs"]["groups"].items()
    }
    score = result_of(_three_groups(MissingGroup.FAIL), counts).metrics["score"]
    assert score == Fraction(case["outputs"]["exact"])
    assert show(score, Display()) == case["outputs"]["half_up"]


def test_a_group_without_ballots_is_shared_out_or_refused_as_the_rule_says() -> None:
    case = CASES["tally06"]
    counts = {
        group: dict(zip(LABELS, row, strict=True))
        for group, row in case["inputs"]["groups"].items()
        if group != "presidium"
    }
    score = result_of(_three_groups(MissingGroup.RENORMALISE), counts).metrics["score"]
    assert score is not None
    outputs = case["outputs"]["when_presidium_has_no_ballots"]
    assert show(score, Display()) == outputs["renormalised"]
    assert result_of(_three_groups(MissingGroup.FAIL), counts).metrics["score"] is None


def test_none_or_several_marked_is_invalid_and_unfamiliar_stands_apart() -> None:
    case = CASES["tally08"]
    rules = changed(
        preset("points-without-unfamiliar"), handling=BallotHandling(blank=Blank.INVALID)
    )
    keys = {option.label: option.key for option in rules.options}
    votes = [
        {"overall": tuple(keys[label] for label in marks) if len(marks) > 1 else keys[marks[0]]}
        if marks
        else {}
        for marks in case["inputs"]["ballots"]
    ]
    result = judge(rules, ballots_of(votes, group="raters"))
    outputs, item = case["outputs"], result.items[0]
    assert [item.counts[keys[label]] for label in case["inputs"]["options"]] == outputs["counts"]
    assert item.counts[keys[case["inputs"]["no_opinion"]]] == outputs["no_opinion"]
    assert result.spoiled == {"blank": outputs["blank"], "overmarked": outputs["overvoted"]}
    assert result.returned == outputs["returned"]
    assert rules.base is Base.VALID
    assert item.base == outputs["valid"]


def test_more_returned_than_issued_voids_the_session() -> None:
    case = CASES["tally09"]
    for (issued, returned), valid in zip(
        case["inputs"]["cases"], case["outputs"]["valid"], strict=True
    ):
        slips = {"deputies": {WHOLE: issued}}
        opened = Counter({("deputies", WHOLE): returned})
        if valid:
            check_returned(slips, opened, Counter())
            continue
        with pytest.raises(Refusal) as refused:
            check_returned(slips, opened, Counter())
        assert refused.value.code == "session.over_return"


def test_more_than_half_of_the_entitled_make_a_quorum() -> None:
    case = CASES["tally10"]
    quorum = preset("township-three-grade").session.quorum
    met = [reaches(quorum, came=came, entitled=due) for due, came in case["inputs"]["cases"]]
    assert met == case["outputs"]["quorum"]
