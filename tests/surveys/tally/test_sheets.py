"""Paper votes typed into a spreadsheet: ballots one by one, or counts made by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.appraisal.plan import Appraisee
from surveys.refusals import Refusal
from surveys.rules.presets import preset
from surveys.rules.ruleset import RuleSet
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score
from surveys.tally.sheet_lines import BallotLine, CountLine
from surveys.tally.sheets import Counted, Turnout, add_counts, count_ballots
from tests.builders import FOUR_DEPARTMENTS
from tests.tallies import FINANCE, LAND

ONE = (FINANCE,)


def _line(at: int = 2, **changes: object) -> CountLine:
    given: dict[str, object] = {"appraisee": "镇财政所", "counts": {"满意": 12, "不满意": 3}}
    return CountLine(at=f"第{at}行", **(given | changes))  # type: ignore[arg-type]


def score_counts(
    lines: list[CountLine],
    rules: RuleSet,
    *,
    appraisees: tuple[Appraisee, ...],
    turnout: Turnout | None = None,
) -> tuple[AppraiseeResult, ...]:
    counted = add_counts(lines, rules, appraisees=appraisees, turnout=turnout)
    return scored(counted, rules, appraisees)


def scored(
    counted: Counted, rules: RuleSet, appraisees: tuple[Appraisee, ...]
) -> tuple[AppraiseeResult, ...]:
    return score(counted.tally, rules, appraisees=appraisees, session=counted.session)


def test_counts_of_zhanyi_come_out_as_published() -> None:
    line = _line(counts={"满意": 25, "基本满意": 3})
    (result,) = score_counts([line], preset("returned-rates"), appraisees=ONE)
    assert result.metrics["satisfaction"] == Fraction(25, 28)
    assert (result.returned, result.issued) == (28, 28)


def test_the_roll_is_told_beside_the_counts() -> None:
    rules = preset("roster-majority")
    line = _line(counts={"满意": 17, "基本满意": 11, "不满意": 1})
    grades = [
        score_counts([line], rules, appraisees=ONE, turnout=Turnout(entitled=size))[0].grade
        for size in (33, 34)
    ]
    assert grades == ["满意", "基本满意"]


def test_points_are_written_as_points() -> None:
    rules = preset("points-by-item")
    lines = [
        _line(at, item=item.label, counts={"90": 1, "84": 1}) for at, item in enumerate(rules.items)
    ]
    (result,) = score_counts(lines, rules, appraisees=ONE)
    assert result.metrics["score"] == 87
    assert result.grade == "满意"


def test_spoiled_and_abstaining_ballots_are_returned_ballots() -> None:
    line = _line(counts={"满意": 10}, returned=15, spoiled=2, abstained=3)
    (result,) = score_counts([line], preset("cast-half"), appraisees=ONE)
    assert (result.returned, result.valid, result.abstained) == (15, 13, 3)
    assert result.metrics["satisfaction"] == Fraction(10, 12)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([_line(appraisee="镇财政局")], "sheet.unknown_word"),
        ([_line(counts={"很满意": 3})], "sheet.unknown_word"),
        ([_line(), _line(3)], "sheet.twice"),
        ([_line(returned=10)], "sheet.uneven"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(lines: list[CountLine], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        score_counts(lines, preset("cast-half"), appraisees=ONE)
    assert refused.value.code == code
    assert refused.value.data["at"] == lines[-1].at


marks = st.sampled_from([(), ("满意",), ("基本满意",), ("不满意",), ("满意", "不满意")])


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=15))
def test_typed_ballots_and_their_hand_count_give_one_result(
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    rules, both = preset("returned-rates"), (FINANCE, LAND)
    ballots = [
        BallotLine(
            at=f"第{number}行",
            marks={"镇财政所": {"总体评价": one}, "land": {"overall": other}},
        )
        for number, (one, other) in enumerate(rows)
    ]
    counted = [
        _line(
            appraisee=appraisee.label,
            counts={label: column.count((label,)) for label in ("满意", "基本满意", "不满意")},
            returned=len(rows),
            spoiled=sum(len(marks) > 1 for marks in column),
            abstained=column.count(()),
        )
        for appraisee, column in zip(both, zip(*rows, strict=True), strict=True)
    ]
    typed = scored(count_ballots(ballots, rules, appraisees=both), rules, both)
    by_hand = score_counts(counted, rules, appraisees=both)
    assert [result.metrics for result in typed] == [result.metrics for result in by_hand]
    assert [result.valid for result in typed] == [result.valid for result in by_hand]


def test_every_appraisee_has_a_result_even_without_a_line() -> None:
    results = score_counts([_line()], preset("cast-half"), appraisees=FOUR_DEPARTMENTS)
    assert [result.grade for result in results] == ["通过", None, None, None]
