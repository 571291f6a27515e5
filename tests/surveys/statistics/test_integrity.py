"""Prompts to look, never a person, never a ballot, never a score."""

import numpy as np
import pytest

from surveys.statistics.bursts import Burst, burst
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.identical import Identical, identical
from surveys.statistics.integrity import prompts
from surveys.statistics.leniency import Leniency, leniency


def rng(seed: int = 20260701) -> np.random.Generator:
    return np.random.default_rng(seed)


def honest(seed: int, *, departments: int = 4, items: int = 6, raters: int = 46) -> np.ndarray:
    """Ballots of leniency and halo over departments × items, marked from 1 to 5."""
    chance = rng(seed)
    own = 3.9 + chance.normal(0, 0.6, (raters, 1, 1)) + chance.normal(0, 0.2, (1, departments, 1))
    halo = chance.normal(0, 0.45, (raters, departments, 1))
    marks = own + halo + chance.normal(0, 0.7, (raters, departments, items))
    return np.clip(np.round(marks), 1, 5).reshape(raters, departments * items)


def test_six_copies_of_one_ballot_are_found() -> None:
    ballots = honest(1)
    ballots[3:8] = ballots[2]
    found = identical(ballots, width=6, rng=rng())
    assert isinstance(found, Identical)
    assert (found.largest, found.p) == (6, 0.001)


def test_six_copies_are_found_in_a_single_department_of_four_items() -> None:
    ballots = honest(2, departments=1, items=4)
    odd = np.array([2.0, 5.0, 1.0, 4.0])
    ballots[:6] = odd
    found = identical(ballots, width=4, rng=rng())
    assert isinstance(found, Identical)
    assert found.largest == 6
    assert found.p < 0.05


def test_ballots_that_are_all_satisfied_are_never_called_copies() -> None:
    ballots = honest(3)
    ballots[:30] = 5
    found = identical(ballots, width=6, rng=rng())
    assert isinstance(found, Identical)
    assert (found.largest, found.p) == (1, 1.0)


def test_wide_agreement_on_every_department_is_no_alarm() -> None:
    """Most deputies praise one department and blame another, each for reasons of their own."""
    ballots = honest(4, departments=2, items=3)
    agree = rng(5).random((46, 2)) < 0.85
    ballots[:, :3][agree[:, 0]], ballots[:, 3:][agree[:, 1]] = [5, 4, 5], [1, 2, 1]
    found = identical(ballots, width=3, rng=rng())
    assert isinstance(found, Identical)
    assert found.largest > 25
    assert found.p > 0.1


def test_one_mind_of_all_is_no_alarm() -> None:
    assert identical([[5, 4, 3, 1, 5, 2]] * 46, width=2, rng=rng()) == Identical(46, 46, 1.0)


def test_honest_ballots_raise_no_more_alarms_than_promised() -> None:
    """A reduced calibration: 40 appraisals of five single marks, nominal 5 %."""
    raised = 0
    for seed in range(40):
        found = identical(honest(seed, departments=5, items=1), width=1, rng=rng(seed))
        assert isinstance(found, Identical)
        raised += found.p <= 0.05
    assert raised / 40 <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 40)


def test_ballots_with_hardly_a_choice_are_alike_of_themselves() -> None:
    """Four departments, three options: 81 ways to vote for 46 deputies."""
    marks = rng().integers(1, 4, (46, 4))
    assert identical(marks, width=1, rng=rng()) == NotComputable(Reason.TOO_FEW)


def test_nineteen_ballots_are_too_few_to_look_for_copies() -> None:
    assert identical(honest(5)[:19], width=6, rng=rng()) == NotComputable(Reason.TOO_FEW)


def test_twenty_at_once_are_a_burst_and_the_evening_rush_is_none() -> None:
    usual = np.array([2, 3, 10, 20, 15, 12, 30, 60, 40, 8])
    rush = usual * 2
    planted = rush + np.array([0, 40, 0, 0, 0, 0, 0, 0, 0, 0])
    quiet, loud = (burst(came, usual=usual * 5, rng=rng()) for came in (rush, planted))
    assert isinstance(quiet, Burst)
    assert isinstance(loud, Burst)
    assert quiet.p > 0.2
    assert (loud.p, loud.start <= 1 < loud.end) == (0.0005, True)
    assert loud.ballots >= 46 > loud.expected


def test_without_a_usual_rhythm_no_burst_is_claimed() -> None:
    assert burst([0, 40, 0], usual=[0, 0, 0], rng=rng()) == NotComputable(Reason.NO_BALLOTS)
    assert burst([0, 19, 0], usual=[9, 9, 9], rng=rng()) == NotComputable(Reason.TOO_FEW)


def test_the_usual_rhythm_raises_no_more_bursts_than_promised() -> None:
    """The rhythm is itself only known from earlier counts."""
    chance, true, raised = rng(), np.array([1, 2, 8, 16, 12, 9, 20, 40, 25, 5]) / 138, 0
    for _ in range(100):
        usual, came = chance.multinomial(600, true), chance.multinomial(300, true)
        found = burst(came, usual=usual, rng=chance)
        assert isinstance(found, Burst)
        raised += found.p <= 0.05
    assert raised / 100 <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 100)


def test_prompts_are_held_side_by_side_and_say_what_chance_would_raise() -> None:
    found = prompts(
        {
            "deputies": Identical(46, 6, 0.001),
            "east": Identical(80, 2, 0.04),
            "west": Identical(75, 2, 0.7),
            "online": Burst(1, 2, 40, 6.0, 0.03),
            "north": NotComputable(Reason.TOO_FEW),
        }
    )
    assert [(prompt.check, prompt.raised) for prompt in found.prompts] == [
        ("deputies", True),
        ("east", False),
        ("west", False),
        ("online", False),
    ]
    assert found.left_out == {"north": NotComputable(Reason.TOO_FEW)}
    assert found.expected_false == pytest.approx(0.2)
    assert found.prompts[1].by_chance == pytest.approx(0.16)


def test_no_bar_of_the_leniency_histogram_shows_fewer_than_five() -> None:
    scores = honest(6)
    scores[0] = 1
    found = leniency(scores, scale=(1, 5))
    assert isinstance(found, Leniency)
    assert min(bar.raters for bar in found.bars) >= 5
    assert sum(bar.raters for bar in found.bars) == 46
    assert (found.bars[0].low, found.bars[-1].high) == (1, 5)
    assert all(a.high == b.low for a, b in zip(found.bars, found.bars[1:], strict=False))
    assert leniency(scores[:19], scale=(1, 5)) == NotComputable(Reason.TOO_FEW)
