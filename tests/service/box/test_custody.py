"""Shares of a box key: enough of them open, fewer say nothing."""

import itertools

import pytest

from service.box import custody
from service.box.custody import Custodians, Dealt
from surveys.refusals import Refusal
from tests.people import LI, SUN, WU

THREE = Custodians(names=(SUN.name, LI.name, WU), needed=2)


@pytest.fixture(scope="module")
def dealt() -> Dealt:
    return custody.deal(THREE)


def test_any_two_of_three_read_the_rehearsal_and_prove_it(dealt: Dealt) -> None:
    passwords = {
        custody.read_rehearsal(dealt.public, custody.combine(pair, dealt.public))
        for pair in itertools.permutations(dealt.shares, 2)
    }
    (password,) = passwords
    assert custody.proves(dealt.public, password.lower().replace("-", ""))
    assert not custody.proves(dealt.public, "0000-0000")
    with pytest.raises(Refusal, match=r"custody\.wrong_password"):
        custody.proves(dealt.public, "what?")


def test_words_typed_in_capitals_and_over_several_lines_are_the_same_words(dealt: Dealt) -> None:
    shouted = [share.upper().replace(" ", "\n  ") for share in dealt.shares[:2]]
    assert custody.combine(shouted, dealt.public)


@pytest.mark.parametrize(
    "case", ["one", "the same twice", "a slip of the pen", "another box", "none"]
)
def test_shares_that_do_not_fit_are_refused_and_not_told_apart(dealt: Dealt, case: str) -> None:
    one, two, _ = dealt.shares
    words = two.split()
    other = custody.deal(THREE).shares
    shares = {
        "one": [one],
        "the same twice": [one, one],
        "a slip of the pen": [one, " ".join([*words[:5], words[6], words[5], *words[7:]])],
        "another box": list(other[:2]),
        "none": [],
    }[case]
    with pytest.raises(Refusal) as told:
        custody.combine(shares, dealt.public)
    assert (told.value.code, told.value.data) == ("custody.wrong_shares", {"needed": 2})


def test_shares_beyond_those_needed_are_left_aside(dealt: Dealt) -> None:
    assert custody.combine(dealt.shares, dealt.public)
    assert custody.combine([dealt.shares[2], *dealt.shares[1:]], dealt.public)


@pytest.mark.parametrize(
    ("names", "needed"),
    [
        ((SUN.name,), 2),
        ((SUN.name, SUN.name), 2),
        (tuple(f"{n}" for n in range(17)), 2),
        ((SUN.name, LI.name), 3),
        ((SUN.name,), 1),
        ((SUN.name, LI.name), 1),
        ((SUN.name, LI.name), 0),
    ],
)
def test_a_key_is_dealt_only_as_it_can_be(names: tuple[str, ...], needed: int) -> None:
    with pytest.raises(Refusal, match=r"custody\.impossible"):
        custody.deal(Custodians(names=names, needed=needed))


def test_a_share_misread_says_where(dealt: Dealt) -> None:
    words = dealt.shares[0].split()
    assert custody.read_share(dealt.shares[0].upper()) == dealt.shares[0]
    with pytest.raises(Refusal) as told:
        custody.read_share(" ".join([*words[:11], "blurr", *words[12:]]))
    assert told.value.data == {"at": 12, "word": "blurr"}
    with pytest.raises(Refusal, match=r"custody\.not_all_words"):
        custody.read_share(" ".join(words[:32]))
    with pytest.raises(Refusal, match=r"custody\.misread"):
        custody.read_share(" ".join([*words[:5], words[6], words[5], *words[7:]]))
