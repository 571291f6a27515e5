"""How a ballot is read, and that nothing on it is dropped silently."""

from collections.abc import Mapping

import pytest

from surveys.questionnaire.answer import Mark
from surveys.rules.presets import preset
from surveys.rules.ruleset import BallotHandling, Blank, Item, Partial, RuleSet
from surveys.tally.count import count
from surveys.tally.merging import merge
from surveys.tally.tally import AppraiseeTally, Cell, Tally
from tests.builders import a_ballot, a_form, a_rule_set
from tests.tallies import FINANCE, ballots_of, changed, form_of

ITEMS = (
    Item(key="law", label="依法行政"),
    Item(key="service", label="为民服务"),
    Item(key="remark", label="其他", required=False),
    Item(key="overall", label="总体评价", drives_grade=True),
)
FULL: dict[str, Mark] = {item.key: "satisfied" for item in ITEMS}


def _rules(blank: Blank = Blank.ABSTAIN, partial: Partial = Partial.COUNT_ITEM) -> RuleSet:
    return changed(
        preset("township-three-grade"),
        items=ITEMS,
        handling=BallotHandling(blank=blank, partial=partial),
    )


def _read(rules: RuleSet, *votes: Mapping[str, Mark]) -> AppraiseeTally:
    ballots = ballots_of(votes, group="deputies")
    return count(ballots, form_of(rules, FINANCE), rules=rules).groups["deputies"]["finance"]


def test_a_full_ballot_counts_in_every_cell() -> None:
    tally = _read(_rules(), FULL)
    assert (tally.returned, tally.abstained, tally.spoiled) == (1, 0, {})
    assert all(cell.counts["satisfied"] == 1 for cell in tally.cells.values())


@pytest.mark.parametrize("vote", [{}, dict.fromkeys(FULL), {"law": ()}])
def test_nothing_marked_abstains_where_a_blank_abstains(vote: dict[str, Mark]) -> None:
    tally = _read(_rules(Blank.ABSTAIN), vote)
    assert (tally.abstained, tally.spoiled) == (1, {})
    assert tally.cells["overall"] == Cell(
        counts=dict.fromkeys(("satisfied", "fairly_satisfied", "dissatisfied", "abstain"), 0),
        blank=1,
    )


@pytest.mark.parametrize("blank", [Blank.INVALID, Blank.REJECT])
def test_nothing_marked_spoils_where_a_blank_is_invalid(blank: Blank) -> None:
    tally = _read(_rules(blank), {})
    assert (tally.abstained, tally.spoiled) == (0, {"blank": 1})


def test_only_the_faulty_cell_is_lost_where_items_count_one_by_one() -> None:
    vote = {**FULL, "law": None, "service": ("satisfied", "dissatisfied")}
    tally = _read(_rules(), vote)
    assert tally.spoiled == {}
    assert tally.cells["law"].blank == 1
    assert tally.cells["service"].overmarked == 1
    assert tally.cells["overall"].counts["satisfied"] == 1


def test_over_marked_everywhere_spoils_the_ballot() -> None:
    both: Mark = ("satisfied", "dissatisfied")
    assert _read(_rules(), dict.fromkeys(FULL, both)).spoiled == {"overmarked": 1}
    assert _read(_rules(), {"overall": both}).spoiled == {"overmarked": 1}


def test_one_fault_spoils_a_ballot_that_must_be_complete() -> None:
    rules = _rules(partial=Partial.INVALID_BALLOT)
    left_out = {**FULL, "law": None}
    twice = {**FULL, "service": ("satisfied", "dissatisfied")}
    optional = {**FULL, "remark": None}
    tally = _read(rules, left_out, twice, optional, FULL)
    assert tally.spoiled == {"partial": 1, "overmarked": 1}
    assert tally.cells["overall"].counts["satisfied"] == 2
    assert tally.cells["remark"].blank == 1


def test_a_grade_written_twice_is_one_mark_and_an_unknown_word_spoils() -> None:
    assert _read(_rules(), {**FULL, "law": ("satisfied",)}).spoiled == {}
    assert _read(_rules(), {**FULL, "law": "splendid"}).spoiled == {"wrong_form": 1}


def test_a_ballot_of_one_unit_counts_for_that_appraisee_only() -> None:
    whole, land = a_ballot(number=1), a_ballot("dissatisfied", number=2, unit="land")
    tally = count([whole, land], a_form(), rules=a_rule_set()).groups["deputies"]
    assert {key: part.returned for key, part in tally.items()} == {
        "finance": 1,
        "agriculture": 1,
        "society": 1,
        "land": 2,
    }
    assert tally["land"].cells["overall"].counts["dissatisfied"] == 1


def test_a_ballot_may_satisfy_one_department_and_be_blank_for_another() -> None:
    items = [item.key for item in a_rule_set().items]
    blank = a_ballot(but={("land", item): None for item in items})
    tally = count([blank], a_form(), rules=a_rule_set()).groups["deputies"]
    assert tally["finance"].spoiled == {}
    assert tally["land"].spoiled == {"blank": 1}


def test_an_empty_box_is_the_empty_tally() -> None:
    assert count([], a_form(), rules=a_rule_set()) == Tally({}) == merge()
