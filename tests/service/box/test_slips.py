"""Slips: codes on paper, marks in the database."""

import pytest

from service.box.slips import Throttle, mark_of, mint
from surveys.refusals import Refusal

KEY = bytes(range(32))
CODE = mint(bytes(range(10)))


def test_a_code_is_four_groups_of_four() -> None:
    assert [len(part) for part in CODE.split("-")] == [4, 4, 4, 4]


@pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", " "), f" {CODE} "])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert mark_of(KEY, "laochang-2026", typed) == mark_of(KEY, "laochang-2026", CODE)


def test_a_mark_tells_nothing_without_the_key_and_nothing_across_surveys() -> None:
    marks = {
        mark_of(KEY, "laochang-2026", CODE),
        mark_of(KEY, "laochang-2027", CODE),
        mark_of(bytes(32), "laochang-2026", CODE),
    }
    assert len(marks) == 3


@pytest.mark.parametrize("typed", ["", "0000", CODE + "0", CODE[:-1] + "U", "票" * 16])
def test_what_cannot_be_a_code_is_unknown(typed: str) -> None:
    with pytest.raises(Refusal, match=r"slip\.unknown"):
        mark_of(KEY, "laochang-2026", typed)


def test_wrong_codes_are_throttled_for_one_survey_and_only_for_a_while() -> None:
    throttle = Throttle(most=3, pause=2)
    for _ in range(3):
        throttle.count("laochang-2026", 100)
    with pytest.raises(Refusal, match=r"slip\.throttled"):
        throttle.count("laochang-2026", 100)
    throttle.count("laochang-2027", 100)
    throttle.count("laochang-2026", 102)


def test_whoever_makes_up_surveys_fills_no_memory_and_ends_no_pause() -> None:
    throttle = Throttle(most=1)
    throttle.count("laochang-2026", 5000)
    for at in range(5000):
        throttle.count(f"made-up-{at}", at)
    assert len(vars(throttle)["_due"]) <= 1002
    with pytest.raises(Refusal, match=r"slip\.throttled"):
        throttle.count("laochang-2026", 5000)
