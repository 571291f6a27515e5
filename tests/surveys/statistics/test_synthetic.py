"""A pretend town is the same for the same seed, and holds what was put into it and nothing else."""

import numpy as np
import pytest

from surveys.statistics.bursts import Burst, burst
from surveys.statistics.contamination import Contamination
from surveys.statistics.identical import Identical, identical
from surveys.statistics.latent import Judging
from surveys.statistics.synthetic import GROUPS, Response, Setting, draw_town


def test_one_seed_makes_one_town() -> None:
    setting = Setting(response=Response.BY_OPINION)
    first, again, other = (draw_town(seed, setting) for seed in (1, 1, 2))
    assert first.deputies.ballots() == again.deputies.ballots()
    assert np.array_equal(first.voters.marks, again.voters.marks, equal_nan=True)
    assert first.deputies.ballots() != other.deputies.ballots()


@pytest.mark.parametrize("options", [3, 4, 5])
def test_marks_lie_where_towns_have_them(options: int) -> None:
    """Four in five satisfied; one deputy in twenty and one voter in four cannot judge."""
    town = draw_town(7, Setting(options=options))
    deputies, voters = town.deputies.marks, town.voters.marks
    assert sum(GROUPS) == len(deputies) == 53
    given = deputies[~np.isnan(deputies)]
    assert {*np.unique(given)} <= {*range(1, options + 1)}
    better = options if options == 3 else options - 1
    assert 0.7 < (given >= better).mean() < 0.95
    assert 0.03 < np.isnan(deputies).mean() < 0.08
    assert 0.2 < np.isnan(voters).mean() < 0.3


def test_the_truth_is_that_of_all_and_its_ranks_those_of_quality() -> None:
    town = draw_town(3, Setting(response=Response.BY_GROUP))
    everybody = [
        [row[~np.isnan(row)].mean() for row in marks if not np.isnan(row).all()]
        for marks in town.deputies.marks.transpose(1, 0, 2)
    ]
    assert town.truth.deputies == pytest.approx([np.mean(each) for each in everybody])
    best = int(np.argmax(town.truth.quality))
    assert town.truth.ranks[best] == 1
    assert 0 < town.voters.answered.sum() < town.voters.answered.size


def test_departments_alike_share_the_first_rank() -> None:
    town = draw_town(3, Setting(judging=Judging(quality=0)))
    assert {*town.truth.ranks} == {1}


def test_who_is_content_comes_more_readily_where_opinion_decides() -> None:
    def gap(response: Response) -> float:
        towns = [draw_town(seed, Setting(departments=2, response=response)) for seed in range(30)]
        return float(
            np.mean(
                [
                    np.nanmean(town.voters.marks[town.voters.answered])
                    - np.nanmean(town.voters.marks)
                    for town in towns
                ]
            )
        )

    assert gap(Response.EVERYBODY) == 0
    assert gap(Response.BY_OPINION) > gap(Response.BY_GROUP) + 0.03


def test_planted_copies_and_a_planted_burst_are_found() -> None:
    rng = np.random.default_rng(1)
    town = draw_town(5, Setting(plant=Contamination(copies=6, burst=60)))
    ballots = town.deputies.marks.reshape(53, -1)
    copies = identical(ballots, width=6, rng=rng)
    assert isinstance(copies, Identical)
    assert copies.largest == 6
    assert copies.p < 0.05
    usual = sum(draw_town(seed).voters.turnout for seed in range(6, 9))
    polled = draw_town(5, Setting(response=Response.BY_GROUP, plant=Contamination(burst=60)))
    found = burst(polled.voters.turnout, usual=usual, rng=rng)
    assert isinstance(found, Burst)
    assert found.p < 0.05


def test_each_switch_plants_its_one_thing() -> None:
    honest = draw_town(5).deputies.marks
    harsh = draw_town(5, Setting(plant=Contamination(always_worst=1))).deputies.marks
    assert ((honest != harsh) & ~(np.isnan(honest) & np.isnan(harsh))).any(axis=(1, 2)).sum() == 1
    silent = draw_town(5, Setting(plant=Contamination(silent_department=2)))
    assert np.isnan(silent.deputies.marks[:, 2]).all()
    assert not np.isnan(silent.truth.deputies).any()
    agreed = draw_town(5, Setting(plant=Contamination(unanimous_group=5))).deputies
    assert {*agreed.marks[agreed.groups == 5].ravel()} == {3.0}
    straight = draw_town(5, Setting(plant=Contamination(straight=0.1))).deputies.marks
    even = np.nanmin(straight, axis=(1, 2)) == np.nanmax(straight, axis=(1, 2))
    assert even.sum() >= 5
