"""How sure the shares of a poll are: exact for cards, silent for an open link."""

from functools import partial

import msgspec
import pytest

from service.boards.polls.protecting import protect
from surveys.ballots.ballot import Ballot
from surveys.poll import Frame, Holder, PollManifest, Stratum
from surveys.questionnaire.answer import Choice, Order, Points
from surveys.statistics.intervals import Interval, proportion
from surveys.statistics.poll_findings import find_poll
from surveys.statistics.poll_reading import Basis, PollReading, Span, Weighted, Weighting
from surveys.statistics.verdicts import NotComputable, Reason
from surveys.tally.poll_conclusion import Times, conclude
from surveys.tally.poll_count import count
from surveys.tally.poll_results import PollCount, PollResult, PublishedTable
from surveys.tally.poll_tables import tables
from tests.polls import POLL, VILLAGES, a_poll_ballot, a_poll_manifest, an_open_manifest

TIMES = Times("2026-11-20T08:00:00+08:00", "2026-11-21T08:00:00+08:00", "2026-11-22T08:00:00+08:00")


def answers(yes: int, no: int, *, group: str) -> list[Ballot]:
    """So many went to the hall, and so many did not."""
    return [
        a_poll_ballot(
            {
                "visited": Choice("yes" if at < yes else "no"),
                **({"speed": Points(4)} if at < yes else {}),
                "first": Order(("road", "water") if at % 3 else ("lamp", "road")),
            },
            number=at + (1000 if group == "lower" else 1),
            group=group,
        )
        for at in range(yes + no)
    ]


def counted(manifest: PollManifest, ballots: list[Ballot]) -> tuple[PollCount, PollResult]:
    tally = count(ballots, manifest.form)
    number = len(ballots)
    whole = PollCount(POLL, "a" * 64, number, "b" * 64, {}, (), tally, {})
    gate = partial(protect, minimum=manifest.minimum)
    return whole, conclude(manifest, whole, TIMES, gate=gate)


def reading(manifest: PollManifest, ballots: list[Ballot]) -> PollReading:
    whole, result = counted(manifest, ballots)
    return find_poll(manifest, whole, result, fingerprint="c" * 64)


def with_households(upper: int, lower: int, holder: Holder = Holder.HOUSEHOLD) -> PollManifest:
    strata = (Stratum("upper", upper, upper), Stratum("lower", lower, lower))
    return a_poll_manifest(frame=Frame(holder=holder, strata=strata))


def test_a_share_of_all_households_has_the_exact_interval_of_a_finite_whole() -> None:
    found = reading(
        with_households(60, 60), answers(30, 15, group="upper") + answers(20, 20, group="lower")
    )
    exact = proportion(50, 85, population=120)
    assert isinstance(exact, Interval)
    rate = next(rate for rate in found.rates if (rate.question, rate.answer) == ("visited", "yes"))
    assert isinstance(rate.span, Span)
    assert rate.span.low <= exact.low * 100 < rate.span.low + 1
    assert rate.span.high - 1 < exact.high * 100 <= rate.span.high
    assert (found.basis, found.population) == (Basis.RETURNED, 120)


def test_people_drawn_by_lot_are_a_sample_and_nothing_else_is() -> None:
    ballots = answers(20, 20, group="upper") + answers(20, 20, group="lower")
    assert reading(with_households(60, 60, Holder.PERSON), ballots).basis is Basis.SAMPLE
    assert reading(with_households(60, 60), ballots).basis is Basis.RETURNED


def test_an_open_link_has_no_interval_at_all() -> None:
    found = reading(an_open_manifest(), answers(30, 15, group="participants"))
    assert (found.basis, found.rates, found.averages) == (Basis.PARTICIPANTS, (), ())
    assert found.weighting is None


def test_where_everybody_answered_nothing_is_left_to_chance() -> None:
    found = reading(
        with_households(30, 30), answers(15, 15, group="upper") + answers(15, 15, group="lower")
    )
    asked = [rate.span for rate in found.rates if rate.question == "visited"]
    assert asked == [NotComputable(Reason.EVERYONE_VOTED)] * 2


def test_a_question_that_some_were_asked_reckons_with_no_known_whole() -> None:
    found = reading(
        with_households(60, 60), answers(40, 5, group="upper") + answers(30, 10, group="lower")
    )
    endless = proportion(70, 70)
    assert isinstance(endless, Interval)
    four = next(rate for rate in found.rates if (rate.question, rate.answer) == ("speed", "4"))
    assert isinstance(four.span, Span)
    assert four.span.low == int(endless.low * 100)
    assert four.weighted is None


def test_weighting_gives_every_group_its_size() -> None:
    """200 households of which 3 in 4 went, 100 of which 1 in 4: half and half of the answers."""
    manifest = with_households(200, 100)
    found = reading(manifest, answers(30, 10, group="upper") + answers(10, 30, group="lower"))
    yes = next(rate for rate in found.rates if (rate.question, rate.answer) == ("visited", "yes"))
    assert isinstance(yes.weighted, Weighted)
    assert yes.weighted.share == round((200 * 0.75 + 100 * 0.25) / 3)
    assert yes.weighted.low < 58 < yes.weighted.high
    assert isinstance(found.weighting, Weighting)
    assert found.weighting.effective == pytest.approx(80 * 0.9, abs=0.1), "(Σw)²∕Σw² of 5 and 2.5"


def test_a_group_of_which_nobody_came_leaves_no_weighted_share() -> None:
    found = reading(with_households(60, 60), answers(30, 10, group="upper"))
    assert found.weighting == NotComputable(Reason.EMPTY_MARGIN)
    assert all(rate.weighted is None for rate in found.rates)


def test_a_weighted_share_that_would_give_a_withheld_number_back_is_not_told() -> None:
    """Very unequal weights: one answer more in the larger group moves the share by a percent."""
    ballots = answers(36, 4, group="upper") + answers(20, 20, group="lower")
    apart, alike = with_households(4000, 60), with_households(400, 400)
    told = {each.question: each.tables for each in counted(apart, ballots)[1].questions}
    assert any(None in row.counts for row in told["visited"][0].rows) or not told["visited"][0].rows
    kept_back = [r.weighted for r in reading(apart, ballots).rates if r.question == "visited"]
    assert kept_back == [None, None]
    shown = [r.weighted for r in reading(alike, ballots).rates if r.question == "visited"]
    assert None not in shown


def test_tables_that_would_give_each_other_away_are_not_told_by_group() -> None:
    """How many answered a follow-up is how many said what leads there; places of a ranking add."""
    manifest = with_households(60, 60)
    ballots = answers(30, 15, group="upper") + answers(20, 20, group="lower")
    by_question: dict[str, list[set[str]]] = {}
    for table in tables(manifest, count(ballots, manifest.form)):
        by_question.setdefault(table.question, []).append(set(table.counts))
    villages = {each.key for each in VILLAGES}
    assert by_question["visited"] == [villages]
    assert by_question["speed"] == [{"participants"}]
    assert by_question["first"] == [villages, *[{"participants"}] * 3]


def test_first_places_are_told_once_and_add_up() -> None:
    manifest = with_households(60, 60)
    _, result = counted(manifest, answers(30, 15, group="upper") + answers(20, 20, group="lower"))
    tables_: tuple[PublishedTable, ...] = next(
        each.tables for each in result.questions if each.question == "first"
    )
    assert sum(column.total for column in tables_[0].columns) == 85
    assert {column.key for column in tables_[0].columns} == {"road", "water", "lamp"}


def test_the_same_count_gives_the_same_bytes() -> None:
    ballots = answers(30, 15, group="upper") + answers(20, 20, group="lower")
    one, other = (
        reading(with_households(60, 60), ballots),
        reading(with_households(60, 60), ballots[::-1]),
    )
    assert msgspec.json.encode(one) == msgspec.json.encode(other)
