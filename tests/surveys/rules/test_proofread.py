"""A rule set that contradicts itself is told where."""

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys.rules.complaints import Complaint, Fault
from surveys.rules.presets import preset
from surveys.rules.proofread import agrees, proofread
from surveys.rules.ruleset import (
    Aggregate,
    BallotHandling,
    Base,
    Blank,
    Comparison,
    Electorate,
    Group,
    Item,
    Mean,
    Quorum,
    Ranking,
    RuleSet,
    Session,
    Share,
    Threshold,
    Veto,
)
from tests.builders import a_form, a_rule_set
from tests.tallies import at_least, changed, over, rung

TOWN = preset("township-three-grade")
WEIGHTED = preset("weighted-groups")


def _faults(rules: RuleSet) -> list[tuple[str, str]]:
    return [(complaint.fault.value, complaint.where) for complaint in proofread(rules)]


def _groups(*weights: str | None, **changes: Any) -> RuleSet:
    groups = tuple(
        Group(key=f"g{at}", label=f"组{at}", weight=None if weight is None else Fraction(weight))
        for at, weight in enumerate(weights)
    )
    return changed(WEIGHTED, electorate=Electorate(groups=groups, **changes))


def test_an_empty_rule_set_is_told_everything_it_lacks() -> None:
    empty = changed(
        TOWN, options=(), items=(), metrics=(), rungs=(), electorate=Electorate(groups=())
    )
    assert {fault for fault, _ in _faults(empty)} == {
        "no_option",
        "no_item",
        "no_metric",
        "no_group",
        "no_driver",
    }


def test_a_ladder_whose_last_rung_has_a_condition_leaves_results_without_a_grade() -> None:
    rules = changed(TOWN, rungs=TOWN.rungs[:2])
    assert _faults(rules) == [("no_otherwise", "基本满意")]


@pytest.mark.parametrize(
    ("rungs", "covered"),
    [
        (
            (
                rung("甲", at_least("satisfaction", "1/2")),
                rung("乙", over("satisfaction", "2/3")),
                rung("丙"),
            ),
            "乙",
        ),
        (
            (
                rung("甲", at_least("overall_satisfaction", "1/2")),
                rung("乙", at_least("satisfaction", "1/2")),
                rung("丙"),
            ),
            "乙",
        ),
        ((rung("甲"), rung("乙")), "乙"),
        (
            (
                rung("甲", at_least("satisfaction", "1/2")),
                rung("乙", Threshold("satisfaction", Comparison.UNDER, Fraction(1, 2))),
                rung("丙"),
            ),
            "丙",
        ),
        (
            (
                rung("甲", over("satisfaction", "1/2"), over("satisfaction", "1")),
                rung("乙"),
            ),
            "甲",
        ),
    ],
    ids=["higher bar below", "part after the whole", "after otherwise", "nothing left", "over all"],
)
def test_a_rung_no_result_reaches_is_named(rungs: Any, covered: str) -> None:
    assert _faults(changed(TOWN, rungs=rungs)) == [("unreachable", covered)]


def test_a_rung_reached_at_a_single_point_is_left_alone() -> None:
    rungs = (
        rung("甲", over("satisfaction", "1/2")),
        rung("乙", at_least("satisfaction", "1/2")),
        rung("丙"),
    )
    assert proofread(changed(TOWN, rungs=rungs)) == ()


def test_two_rungs_over_different_marks_are_both_reachable() -> None:
    rungs = (
        rung("甲", over("satisfaction", "2/5"), over("dissatisfaction", "2/5")),
        rung("乙"),
    )
    assert proofread(changed(TOWN, rungs=rungs)) == ()


def test_a_percentage_written_as_a_whole_number_is_out_of_range() -> None:
    rungs = (rung("甲", at_least("satisfaction", "80")), rung("乙"))
    assert proofread(changed(TOWN, rungs=rungs)) == (Complaint(Fault.OUT_OF_RANGE, "满意率", "80"),)


def test_thresholds_rankings_and_vetoes_name_metrics_that_exist() -> None:
    rules = changed(
        TOWN,
        rungs=(rung("甲", at_least("happiness", "1/2")), rung("乙")),
        vetoes=(Veto(when=over("anger", "1/3"), cap="乙"),),
        ranking=Ranking(by="glory"),
    )
    named = {where for fault, where in _faults(rules) if fault == "unknown_metric"}
    assert named == {"happiness", "anger", "glory"}


def test_a_veto_caps_at_a_grade_below_the_best() -> None:
    over_third = over("dissatisfaction", "1/3")
    vetoes = (Veto(when=over_third, cap="差"), Veto(when=over_third, cap="满意"))
    assert _faults(changed(TOWN, vetoes=vetoes)) == [
        ("unknown_grade", "差"),
        ("idle_veto", "满意"),
    ]


@pytest.mark.parametrize(
    ("metric", "fault"),
    [
        (Share(key="m", label="率", options=("splendid",)), "unknown_option"),
        (Share(key="m", label="率", options=()), "empty_metric"),
        (Share(key="m", label="率", options=("abstain",), base=Base.RESPONDED), "outside_base"),
        (Mean(key="m", label="率"), "no_values"),
    ],
)
def test_a_metric_counts_marks_that_exist_and_lie_in_its_base(metric: Any, fault: str) -> None:
    assert _faults(changed(TOWN, metrics=(*TOWN.metrics, metric))) == [(fault, "率")]


def test_no_key_or_label_stands_for_two_things() -> None:
    twin = msgspec.structs.replace(TOWN.options[0], key="other")
    assert _faults(changed(TOWN, options=(*TOWN.options, twin))) == [("twice", "满意")]


def _two_items(first: str | None, second: str | None, *, diagnostic: str | None = None) -> RuleSet:
    weights = [None if text is None else Fraction(text) for text in (first, second, diagnostic)]
    items = tuple(
        Item(key=f"i{at}", label=f"项{at}", weight=weight, drives_grade=at < 2)
        for at, weight in enumerate(weights)
    )
    return changed(TOWN, items=items)


def test_item_weights_add_up_to_one_or_are_left_out_altogether() -> None:
    assert _faults(_two_items("2/5", "3/5")) == []
    assert _faults(_two_items(None, None)) == []
    assert _faults(_two_items("2/5", "2/5")) == [("weight_sum", "项0、项1")]
    assert _faults(_two_items("2/5", None)) == [("weight_missing", "项1")]
    assert _faults(_two_items("3/2", "-1/2")) == [("weight_sign", "项1")]
    assert _faults(_two_items("2/5", "3/5", diagnostic="1/5")) == [("weight_idle", "项2")]


def test_group_weights_add_up_to_one_and_are_all_there() -> None:
    assert _faults(_groups("7/10", "3/10")) == []
    assert _faults(_groups("7/10", None)) == [("weight_missing", "组1")]
    assert _faults(_groups("7/10", "1/10")) == [("weight_sum", "组0、组1")]


def test_group_weights_that_nothing_reads_are_named() -> None:
    assert _faults(changed(WEIGHTED, aggregate=Aggregate.POOLED))[:1] == [("weight_idle", "代表")]


def test_weights_by_class_are_whole_for_every_class_they_name() -> None:
    whole = {"g0": Fraction(1, 2), "g1": Fraction(1, 2)}
    assert _faults(_groups("7/10", "3/10", weights_by_class={"town": whole})) == []
    partly = {"town": {"g0": Fraction(1)}, "village": whole}
    assert _faults(_groups("7/10", "3/10", weights_by_class=partly)) == [
        ("weight_missing", "组1"),
        ("unknown_class", "village"),
    ]


def test_weighted_groups_have_no_share_in_the_roll() -> None:
    rules = changed(WEIGHTED, base=Base.ROSTER, metrics=WEIGHTED.metrics[:1])
    faults = [complaint for complaint in proofread(rules) if complaint.where == "满意率"]
    assert [complaint.fault for complaint in faults] == [Fault.PEOPLE_BY_GROUP]


@pytest.mark.parametrize(
    ("op", "fraction", "fine"),
    [
        (Comparison.OVER, "1/2", True),
        (Comparison.AT_LEAST, "1", True),
        (Comparison.OVER, "1", False),
        (Comparison.UNDER, "1/2", False),
        (Comparison.AT_LEAST, "3/2", False),
    ],
)
def test_a_quorum_can_be_met_and_can_be_missed(
    op: Comparison, fraction: str, *, fine: bool
) -> None:
    rules = changed(TOWN, session=Session(quorum=Quorum(op=op, fraction=Fraction(fraction))))
    assert (proofread(rules) == ()) is fine


def test_somebody_watches_the_count() -> None:
    assert _faults(changed(TOWN, session=Session(tellers=0))) == [("tellers", "0")]


def test_the_form_asks_what_the_rules_count_in_the_same_words() -> None:
    rules = a_rule_set()
    assert agrees(rules, a_form()) == ()
    other = msgspec.structs.replace(rules.options[0], label="优秀")
    assert agrees(changed(rules, options=(other, *rules.options[1:])), a_form()) == (
        Complaint(Fault.OTHER_WORD, "优秀", "满意"),
    )
    fewer = changed(rules, options=rules.options[:3], items=rules.items[1:])
    assert [complaint.fault for complaint in agrees(fewer, a_form())] == [
        Fault.OPTION_NOT_IN_RULES,
        Fault.ITEM_NOT_IN_RULES,
    ]
    more = changed(rules, items=(*rules.items, Item(key="new", label="新增")))
    assert agrees(more, a_form()) == (Complaint(Fault.ITEM_NOT_ON_FORM, "新增"),)


def test_a_form_that_lets_blanks_pass_needs_rules_that_expect_them() -> None:
    form = a_form(required=False)
    strict = a_rule_set(handling=BallotHandling(blank=Blank.REJECT))
    assert {complaint.fault for complaint in agrees(strict, form)} == {Fault.BLANK_ALLOWED}
    lenient = a_rule_set(handling=BallotHandling(blank=Blank.ABSTAIN))
    assert agrees(lenient, form) == ()


def test_a_poll_without_a_grade_matrix_has_nothing_to_count() -> None:
    form = msgspec.structs.replace(a_form(), sections=())
    assert agrees(a_rule_set(), form) == (Complaint(Fault.NO_MATRIX, form.title),)
