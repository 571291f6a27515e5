"""The promises of the statistics, held to a few hundred towns; thousands are run on purpose.

Few runs blur a share: a gate is missed here only where so many hits would be rare (one in a
thousand) at its very edge.
"""

import pytest

from tests.calibration.gates import Gate, Plan, gates, hypergeometric_coverage

MANY = Plan(runs=200, draws=2_000)
FEW = Plan(runs=20, draws=2_000)


@pytest.mark.parametrize("gate", gates(MANY), ids=lambda gate: gate.name)
def test_what_is_promised_is_kept(gate: Gate) -> None:
    plan = FEW if gate.dear else MANY
    hits = gate.hits(plan)
    assert gate.admits(hits, plan), f"{hits} of {plan.runs}"


@pytest.mark.parametrize("n", [1, 10, 30, 40, 44])
def test_the_interval_of_a_roll_holds_whatever_the_roll_thinks(n: int) -> None:
    assert hypergeometric_coverage(46, n) >= 0.95


def test_a_gate_admits_what_chance_gives_and_not_what_it_does_not() -> None:
    gate = Gate("example", 0.93, 0.97, lambda _seed, _plan: True)
    admitted = [hits for hits in range(201) if gate.admits(hits, MANY)]
    assert (admitted[0], admitted[-1]) == (174, 200)
