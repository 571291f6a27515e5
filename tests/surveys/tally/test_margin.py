"""How many ballots would have to be marked otherwise for another grade."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement, product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.ballot import Ballot
from surveys.rules.presets import preset
from surveys.rules.ruleset import (
    Aggregate,
    Base,
    Electorate,
    GradeOption,
    Group,
    Item,
    Mean,
    Role,
    RuleSet,
    Veto,
)
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.margin import Margin, flip_margin
from surveys.tally.profiles import of_ballots
from surveys.tally.scoring import score
from tests.statistics_cases import topic
from tests.tallies import (
    FINANCE,
    at_least,
    ballots_of,
    changed,
    form_of,
    mixed_votes,
    over,
    rung,
    session_of,
    votes_of,
)

CASES = {name.partition("_")[0]: case for name, case in topic("tally").items()}
TOWN = preset("township-three-grade")


def _margin(rules: RuleSet, ballots: list[Ballot], **changes: int) -> Margin | None:
    form = form_of(rules, FINANCE)
    return flip_margin(
        rules,
        FINANCE,
        tally=count(ballots, form, rules=rules),
        session=session_of(rules, ballots, **changes),
        profiles=of_ballots(ballots, form, rules=rules, appraisee="finance"),
    )


def _margin_of(rules: RuleSet, counts: dict[str, int], **changes: int) -> Margin | None:
    group = rules.electorate.groups[0].key
    return _margin(rules, ballots_of(votes_of(rules, counts), group=group), **changes)


def _grade(rules: RuleSet, ballots: list[Ballot], session: Denominators) -> str | None:
    tally = count(ballots, form_of(rules, FINANCE), rules=rules)
    (result,) = score(tally, rules, appraisees=(FINANCE,), session=session)
    return result.grade


def _tried_out(rules: RuleSet, ballots: list[Ballot], session: Denominators) -> int | None:
    """Every way to mark any k ballots otherwise, for k = 1, 2, …"""
    grade, group = _grade(rules, ballots, session), ballots[0].group
    options = [option.key for option in rules.options]
    rows = [
        dict(zip([item.key for item in rules.items], marks, strict=True))
        for marks in product(options, repeat=len(rules.items))
    ]
    kinds: dict[str, list[Ballot]] = {}
    for ballot in ballots:
        kinds.setdefault(str(ballot.answers), []).append(ballot)
    for number in range(1, len(ballots) + 1):
        for chosen in {tuple(sorted(c)) for c in combinations_with_replacement(kinds, number)}:
            left = [*ballots]
            taken = Counter(chosen)
            if any(taken[kind] > len(kinds[kind]) for kind in taken):
                continue
            for kind, times in taken.items():
                for ballot in kinds[kind][:times]:
                    left.remove(ballot)
            for new in combinations_with_replacement(rows, number):
                other = _grade(rules, left + ballots_of(new, group=group), session)
                if other is not None and other != grade:
                    return number
    return None


def test_the_eight_projects_of_zhenhai_have_the_reference_margins() -> None:
    case = CASES["tally01"]
    rules = preset("roster-majority")
    margins = [
        _margin_of(
            rules,
            dict(zip(("满意", "基本满意", "不满意"), row["counts"], strict=True)),
            entitled=case["inputs"]["members"],
        )
        for row in case["inputs"]["rows"]
    ]
    assert [margin and (margin.low, margin.high) for margin in margins] == [
        (number, number) for number in case["outputs"]["flip_ballots"]
    ]


def test_nanxiong_was_one_ballot_short() -> None:
    margin = _margin_of(preset("cast-half"), {"满意": 12, "基本满意": 12, "不满意": 2})
    assert margin == Margin(low=1, high=1)


def test_a_veto_that_holds_anyway_does_not_count_as_a_way() -> None:
    veto = Veto(when=over("dissatisfaction", "1/10"), cap="基本满意")
    rules = changed(TOWN, vetoes=(veto,))
    counts = {"满意": 3, "基本满意": 16, "不满意": 1}
    assert _margin_of(rules, counts) == Margin(low=7, high=7)


def test_without_a_ladder_there_is_no_margin() -> None:
    assert _margin_of(preset("returned-rates"), {"满意": 3}) is None


SMALL = st.lists(st.integers(0, 3), min_size=1, max_size=5).map(
    lambda marks: [marks.count(grade) for grade in range(4)]
)
"""How many of at most five ballots hold each of four grades."""
THRESHOLDS = st.sampled_from(["1/3", "1/2", "2/3", "4/5"])


@settings(max_examples=40, deadline=None)
@given(SMALL, st.sampled_from(list(Base)), THRESHOLDS, THRESHOLDS)
def test_with_one_item_no_smaller_change_exists_and_this_one_does(
    numbers: list[int], base: Base, first: str, second: str
) -> None:
    rules = changed(
        TOWN,
        base=base,
        rungs=(
            rung("甲", over("satisfaction", first)),
            rung("乙", at_least("overall_satisfaction", second)),
            rung("丙"),
        ),
    )
    counts = dict(zip(("满意", "基本满意", "不满意", "弃权"), numbers, strict=True))
    ballots = ballots_of(votes_of(rules, counts), group="deputies")
    session = session_of(rules, ballots, entitled=len(ballots) + 1)
    margin = _margin(rules, ballots, entitled=len(ballots) + 1)
    if margin is None:
        assert _grade(rules, ballots, session) is None
        return
    least = _tried_out(rules, ballots, session)
    assert (margin.high, margin.exact or margin.high is None) == (least, True)


ITEMS = (
    Item(key="law", label="依法", weight=Fraction(2, 5), drives_grade=True),
    Item(key="serve", label="服务", weight=Fraction(3, 5), drives_grade=True),
)
VALUED = tuple(
    GradeOption(key=key, label=key, role=Role.MIDDLE, value=Fraction(value))
    for key, value in (("good", 100), ("fair", 70), ("poor", 30))
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.sampled_from(["good", "fair", "poor"])] * 2), min_size=1, max_size=3),
    st.sampled_from(["45", "60", "75", "90"]),
)
def test_a_score_over_several_items_is_exact_while_every_mark_is_worth_something(
    rows: list[tuple[str, str]], threshold: str
) -> None:
    rules = changed(
        TOWN,
        options=VALUED,
        items=ITEMS,
        base=Base.VALID,
        metrics=(Mean(key="score", label="得分"),),
        rungs=(rung("甲", at_least("score", threshold)), rung("乙")),
    )
    votes = [{"law": law, "serve": serve} for law, serve in rows]
    ballots = ballots_of(votes, group="deputies")
    margin = _margin(rules, ballots)
    least = _tried_out(rules, ballots, session_of(rules, ballots))
    assert margin == Margin(low=least or 0, high=least)


def test_bounds_are_told_where_a_base_can_move_under_several_items() -> None:
    unvalued = GradeOption(key="unknown", label="不了解", role=Role.UNKNOWN, in_valid=False)
    rules = changed(
        TOWN,
        options=(*VALUED, unvalued),
        items=ITEMS,
        base=Base.VALID,
        metrics=(Mean(key="score", label="得分"),),
        rungs=(rung("甲", at_least("score", "75")), rung("乙")),
    )
    votes = [{"law": "good", "serve": "unknown"}] * 30 + [{"law": "fair", "serve": "fair"}] * 20
    margin = _margin(rules, ballots_of(votes, group="deputies"))
    assert margin is not None
    assert margin.high is not None
    assert not margin.exact
    assert margin.low == 1


def test_a_heavy_group_flips_a_grade_with_fewer_ballots() -> None:
    groups = (Group("few", "少数", Fraction(3, 4)), Group("many", "多数", Fraction(1, 4)))
    rules = changed(TOWN, electorate=Electorate(groups=groups), aggregate=Aggregate.WEIGHTED)
    few = ballots_of(votes_of(rules, {"满意": 4}), group="few")
    many = ballots_of(votes_of(rules, {"满意": 40}), group="many")
    assert _margin(rules, few + many) == Margin(low=3, high=3)


@pytest.mark.parametrize("key", ["township-three-grade", "points-by-item"])
def test_ten_thousand_ballots_have_an_exact_margin(key: str) -> None:
    rules = preset(key)
    group, form = rules.electorate.groups[0].key, form_of(rules, FINANCE)
    ballots = ballots_of(mixed_votes(rules, 10_000), group=group)
    tally = count(ballots, form, rules=rules)
    profiles = of_ballots(ballots, form, rules=rules, appraisee="finance")
    margin = flip_margin(
        rules, FINANCE, tally=tally, session=session_of(rules, ballots), profiles=profiles
    )
    assert margin is not None
    assert margin.exact


def test_a_rule_set_is_read_and_never_changed() -> None:
    before = msgspec.json.encode(preset("cast-half"), enc_hook=str)
    _margin_of(preset("cast-half"), {"满意": 1})
    assert msgspec.json.encode(preset("cast-half"), enc_hook=str) == before
