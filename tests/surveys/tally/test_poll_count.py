"""Counting a poll: question by question, who was asked and who answered, exactly."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.ballot import Ballot
from surveys.questionnaire.answer import Answers, Choice, Choices, Marks, Order, Points, Quantity
from surveys.questionnaire.form import without_texts
from surveys.tally.measures import firsts, mean, mean_ranks, median, quantile, rate
from surveys.tally.poll_count import count
from surveys.tally.poll_merging import merge, overall
from surveys.tally.poll_tally import (
    ChoiceTally,
    GradesTally,
    MeasureTally,
    RankingTally,
    TextTally,
)
from surveys.tally.tally import Cell
from tests.polls import a_poll_ballot, a_poll_form, a_short_poll_form
from tests.strategies import answers_to

FORM = a_short_poll_form()


def went(points: int, *order: str, days: str = "") -> Answers:
    given_: Answers = {
        "visited": Choice("yes"),
        "speed": Points(points),
        "first": Order(order or ("road", "lamp")),
    }
    return {**given_, "days": Quantity(days)} if days else given_


STAYED: Answers = {"visited": Choice("no"), "first": Order(("water", "road"))}


def test_a_question_is_asked_of_those_whose_answers_lead_to_it() -> None:
    tally = overall(
        count([a_poll_ballot(went(4)), a_poll_ballot(went(2)), a_poll_ballot(STAYED)], FORM)
    )
    assert tally.ballots == 3
    assert tally.questions["visited"] == ChoiceTally(
        asked=3, answered=3, counts={"yes": 2, "no": 1}
    )
    assert tally.questions["speed"] == MeasureTally(asked=2, answered=2, counts={"2": 1, "4": 1})
    assert tally.questions["days"] == MeasureTally(asked=3, answered=0, counts={})
    assert tally.questions["else"] == TextTally(asked=3, answered=0)


def test_a_ranking_tells_places_first_choices_and_the_mean_place_of_those_who_placed_it() -> None:
    orders = (("road", "lamp"), ("road", "water"), ("lamp", "road"))
    tally = overall(count([a_poll_ballot(went(3, *order)) for order in orders], FORM))
    ranking = tally.questions["first"]
    assert isinstance(ranking, RankingTally)
    assert ranking.places == {"road": (2, 1), "water": (0, 1), "lamp": (1, 1)}
    assert firsts(ranking) == {"road": 2, "water": 0, "lamp": 1}
    assert mean_ranks(ranking) == {"road": Fraction(4, 3), "water": 2, "lamp": Fraction(3, 2)}


def test_numbers_written_differently_are_one_value() -> None:
    days = ("1.5", "1.50", "3", "3.0")
    tally = overall(count([a_poll_ballot(went(3, days=each)) for each in days], FORM))
    measured = tally.questions["days"]
    assert isinstance(measured, MeasureTally)
    assert measured.counts == {"3/2": 2, "3": 2}
    assert (mean(measured.counts), median(measured.counts)) == (Fraction(9, 4), Fraction(9, 4))


def test_a_matrix_is_counted_cell_by_cell_and_several_choices_each_for_itself() -> None:
    form = a_poll_form()
    marks = {
        "finance": {"service": "satisfied", "honesty": "satisfied"},
        "land": {"service": "dissatisfied", "honesty": None},
    }
    answers: Answers = {
        "visited": Choice("yes"),
        "errands": Choices(("land", "other")),
        "offices": Marks(marks),
    }
    tally = overall(count([a_poll_ballot(answers), a_poll_ballot({})], form)).questions
    offices, errands = tally["offices"], tally["errands"]
    assert isinstance(offices, GradesTally)
    assert (offices.asked, offices.answered) == (2, 1)
    zero = {"satisfied": 0, "fairly_satisfied": 0, "dissatisfied": 0}
    assert offices.cells["land"] == {
        "service": Cell({**zero, "dissatisfied": 1}),
        "honesty": Cell(zero, blank=1),
    }
    assert isinstance(errands, ChoiceTally)
    assert errands.counts == {"social": 0, "land": 1, "license": 0, "other": 1}


def test_groups_are_counted_apart_and_add_up() -> None:
    ballots = [
        a_poll_ballot(went(5), group="upper"),
        a_poll_ballot(STAYED, group="lower"),
        a_poll_ballot(went(1), group="lower"),
    ]
    tally = count(ballots, FORM)
    assert {group: part.ballots for group, part in tally.groups.items()} == {"upper": 1, "lower": 2}
    assert overall(tally).questions["visited"] == ChoiceTally(
        asked=3, answered=3, counts={"yes": 2, "no": 1}
    )


GROUPS = st.sampled_from(("upper", "lower"))
BOX = st.lists(
    st.builds(
        lambda answers, group: a_poll_ballot(answers, group=group),
        answers_to(without_texts(a_poll_form())),
        GROUPS,
    ),
    max_size=6,
)


@settings(max_examples=40)
@given(BOX, st.integers(0, 6))
def test_a_box_counted_in_two_parts_is_the_box_counted_whole(box: list[Ballot], cut: int) -> None:
    form = a_poll_form()
    parts = [count(box[:cut], form), count(box[cut:], form)]
    whole = count(box, form)
    assert merge(*parts).groups == whole.groups == merge(*reversed(parts)).groups
    for tally in overall(whole).questions.values():
        assert 0 <= tally.answered <= tally.asked <= len(box)


@given(st.lists(st.integers(-50, 50), min_size=1))
def test_the_median_has_as_many_answers_at_or_below_it_as_at_or_above(values: list[int]) -> None:
    counts = {str(value): values.count(value) for value in values}
    middle = median(counts)
    assert middle is not None
    below = sum(value <= middle for value in values)
    above = sum(value >= middle for value in values)
    assert min(below, above) * 2 >= len(values)
    assert quantile(counts, Fraction(0)) == min(values)
    assert quantile(counts, Fraction(1)) == max(values)


def test_of_nobody_there_is_no_rate_no_mean_and_no_median() -> None:
    assert (rate(0, 0), mean({}), median({})) == (None, None, None)
