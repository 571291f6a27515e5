"""Never a rank without the set of ranks it may truly be."""

import numpy as np
import pytest

from surveys.statistics.best import Best, best_of_choices, best_of_rates
from surveys.statistics.choices import rank_choices
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.ranking import Method, RankSet, rank_raters, rank_sets
from tests.statistics_cases import case, topic


def rng(seed: int = 20260701) -> np.random.Generator:
    return np.random.default_rng(seed)


def covariance(inputs: dict[str, list[float]]) -> np.ndarray:
    return np.array(inputs["cov"]) if "cov" in inputs else np.diag(np.square(inputs["se"]))


@pytest.mark.parametrize("name", topic("ranks.confidence_set"))
def test_rank_sets_of_pisa_are_those_of_the_authors(name: str) -> None:
    """Where four seeds of theirs agree ours must too; elsewhere one rank may be between."""
    the = case(name)
    method = Method(
        level=the["inputs"]["coverage"],
        simultaneous=the["inputs"]["simultaneous"],
        step_down=the["inputs"]["stepdown"],
    )
    found = rank_sets(the["inputs"]["score"], covariance(the["inputs"]), rng=rng(), method=method)
    assert isinstance(found, tuple)
    assert [each.rank for each in found] == the["outputs"]["rank"]
    told = np.array([each.low for each in found] + [each.high for each in found])
    wanted = np.array(the["outputs"]["lower"] + the["outputs"]["upper"])
    stable = np.array(the["outputs"]["stable_over_4_seeds"])
    assert (told == wanted)[stable].all()
    assert np.abs(told - wanted).max() <= 1


def test_equal_scores_share_every_rank() -> None:
    the = case("rank08")
    found = rank_sets(the["inputs"]["score"], the["inputs"]["cov"], rng=rng())
    assert found == tuple(RankSet(at, 1, 1, 3) for at in range(3))


@pytest.mark.parametrize("name", topic("ranks.multinomial"))
def test_rank_sets_of_single_choices_are_those_of_the_authors(name: str) -> None:
    the = case(name)
    for counts, wanted in zip(the["inputs"]["counts"], the["outputs"]["sets"], strict=True):
        found = rank_choices(counts, simultaneous=the["inputs"]["simultaneous"])
        assert isinstance(found, tuple)
        told = {
            "rank": [each.rank for each in found],
            "lower": [each.low for each in found],
            "upper": [each.high for each in found],
        }
        assert told == wanted


def test_without_any_uncertainty_the_sets_are_the_ranks() -> None:
    found = rank_sets([90, 80, 80, 70], np.zeros((4, 4)), rng=rng())
    assert isinstance(found, tuple)
    assert [(each.low, each.high) for each in found] == [(1, 1), (2, 3), (2, 3), (4, 4)]


def test_the_same_seed_prints_the_same_report() -> None:
    marks = rng(1).normal(80, 6, (46, 6))
    assert rank_raters(marks, rng=rng()) == rank_raters(marks, rng=rng())


def test_marginal_sets_are_never_wider_than_simultaneous_ones() -> None:
    marks = rng(2).normal([80, 79, 78, 76, 74], 6, (46, 5))
    together = rank_raters(marks, rng=rng())
    alone = rank_raters(marks, rng=rng(), method=Method(simultaneous=False))
    assert isinstance(together, tuple)
    assert isinstance(alone, tuple)
    assert all(a.low >= t.low and a.high <= t.high for a, t in zip(alone, together, strict=True))


def test_three_deputies_of_one_mind_settle_no_rank_and_forty_six_do() -> None:
    few, many = (rank_raters([[5, 4, 3]] * n, rng=rng()) for n in (3, 46))
    assert isinstance(few, tuple)
    assert isinstance(many, tuple)
    assert [(each.low, each.high) for each in few] == [(1, 3)] * 3
    assert [(each.low, each.high) for each in many] == [(1, 1), (2, 2), (3, 3)]


def test_five_equal_departments_keep_every_rank_in_nineteen_of_twenty_appraisals() -> None:
    """A reduced calibration: 300 appraisals of 15 deputies, nominal 95 %."""
    chance, method = rng(3), Method(draws=2_000)
    held = 0
    for _ in range(300):
        lenient = chance.normal(0, 0.6, (15, 1))
        marks = np.clip(np.round(3.9 + lenient + chance.normal(0, 0.7, (15, 5))), 1, 5)
        found = rank_raters(marks, rng=chance, method=method)
        assert isinstance(found, tuple)
        held += all((each.low, each.high) == (1, 5) for each in found)
    assert held / 300 >= 0.93 - 2 * np.sqrt(0.93 * 0.07 / 300)


def test_the_best_is_told_by_quadrature() -> None:
    rates = best_of_rates([40, 38, 35, 30], [46] * 4)
    assert isinstance(rates, Best)
    assert sum(rates.probabilities) == pytest.approx(1)
    draws = rng().beta(np.array([30, 28]) + 0.5, np.array([16, 18]) + 0.5, (200_000, 2))
    two = best_of_rates([30, 28], [46, 46])
    assert isinstance(two, Best)
    assert two.probabilities[0] == pytest.approx((draws[:, 0] > draws[:, 1]).mean(), abs=0.005)


def test_the_best_of_choices_is_that_of_a_dirichlet() -> None:
    counts = np.array([12, 11, 10, 2])
    drawn = rng().dirichlet(counts + 0.5, 200_000).argmax(axis=1)
    found = best_of_choices(counts)
    assert isinstance(found, Best)
    told = np.bincount(drawn, minlength=4) / 200_000
    assert found.probabilities == pytest.approx(told.tolist(), abs=0.005)


def test_no_ballot_has_no_rank() -> None:
    assert rank_choices([0, 0]) == NotComputable(Reason.NO_BALLOTS)
    assert rank_raters([[None, None]], rng=rng()) == NotComputable(Reason.NO_BALLOTS)
