"""A draw from the roll that anybody can repeat."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.electorate.sample import draw
from surveys.refusals import Refusal
from tests.builders import a_roll

SEED = "03-17-22-28-31"


def test_the_first_of_each_group_by_the_hash_of_seed_and_key_are_drawn() -> None:
    roll = a_roll(20)
    drawn = draw(roll, {"g1": 2, "g3": 1}, seed=SEED)
    by_hand = [
        sorted(
            (person.key for person in roll.people if person.group == group),
            key=lambda key: hashlib.sha256(f"{SEED}{key}".encode()).hexdigest(),
        )[:number]
        for group, number in (("g1", 2), ("g3", 1))
    ]
    assert [person.key for person in drawn] == [*by_hand[0], *by_hand[1]]


@given(st.text(max_size=20), st.integers(0, 9), st.permutations(range(46)))
def test_the_order_of_the_roll_decides_nothing(seed: str, number: int, order: list[int]) -> None:
    import msgspec

    roll = a_roll()
    shuffled = msgspec.structs.replace(roll, people=tuple(roll.people[at] for at in order))
    sizes = {group.key: number for group in roll.groups}
    assert draw(roll, sizes, seed=seed) == draw(shuffled, sizes, seed=seed)
    assert len(draw(roll, sizes, seed=seed)) == number * 5


def test_everybody_has_the_same_chance_over_many_seeds() -> None:
    roll, times = a_roll(10), 2000
    drawn = [draw(roll, {"g1": 1}, seed=str(n))[0].key for n in range(times)]
    members = [person.key for person in roll.people if person.group == "g1"]
    shares = [drawn.count(key) / times for key in members]
    assert all(abs(share - 1 / len(members)) < 0.06 for share in shares)


def test_more_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(Refusal) as refused:
        draw(a_roll(10), {"g2": 3}, seed=SEED)
    assert refused.value.data == {"group": "g2", "wanted": 3, "size": 2}
