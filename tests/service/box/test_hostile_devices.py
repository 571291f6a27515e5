"""A voter changes the script on the phone: it costs that one ballot, and nobody else anything."""

from collections.abc import Callable
from functools import cache

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from service.box.judging import Bench, Opened, bench_of, judge
from service.box.keys import public_half
from service.box.sealing import seal, seal_of
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.enclose import longest_stamped
from surveys.ballots.stamps import StampedEnclosure
from surveys.ballots.validity import Spoiled
from surveys.canonical import decode
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.questionnaire.answer import Answer, Choices, Quantity
from surveys.questionnaire.form import Section
from surveys.questionnaire.questions import LongText, MultipleChoice, Number, Option
from surveys.values import Value
from surveys.verification.belonging import Asked
from surveys.verification.published import StampedOpened
from tests.builders import a_ballot
from tests.stamped import a_vote, an_inner_stamp

BOX_KEY = ec.derive_private_key(7, ec.SECP256R1())
ASKED = (
    Number(key="years", title="在本镇住了几年", required=False, digits=1),
    MultipleChoice(
        key="which",
        title="办过哪些事",
        required=False,
        options=(Option("a", "甲"), Option("b", "乙")),
    ),
    LongText(key="words", title="意见", required=False, longest=20),
)


class Careless(Value, frozen=True):
    """What a changed device may put into an envelope: a stamped enclosure nobody looked at."""

    ballot: Ballot
    prefix: str
    stamp: str
    remarks: tuple[Remark, ...] = ()


@cache
def manifest() -> Manifest:
    vote = a_vote()
    sections = (*vote.form.sections, Section(key="more", title="其他", questions=ASKED))
    form = msgspec.structs.replace(vote.form, sections=sections)
    return a_vote(form=form, box_key=public_half(BOX_KEY), padded=longest_stamped(form, 256))


@cache
def bench() -> Bench:
    return bench_of(manifest(), BOX_KEY)


def a_ballot_that_says(**answers: Answer) -> Ballot:
    plain = a_ballot(form=a_vote().form)
    return msgspec.structs.replace(plain, answers=plain.answers | answers)


def found(
    ballot: Ballot,
    *remarks: Remark,
    twisted: Callable[[StampedEnclosure], Value] = lambda inside: inside,
) -> Opened | Spoiled:
    """What the opener makes of it; both stamps are genuine."""
    given = an_inner_stamp(manifest(), ballot)
    inside = StampedEnclosure(given.prefix, given.stamp, ballot, remarks)
    envelope = seal(seal_of(manifest()), "deputies", twisted(inside))
    return judge(bench(), "deputies", envelope, unit=WHOLE)


@pytest.mark.parametrize("number", ["12", "0", "12.5", "-3", "999999999999"])
def test_a_number_as_every_door_writes_it_is_opened_and_read_by_every_verifier(number: str) -> None:
    opened = found(a_ballot_that_says(years=Quantity(number)), Remark("words", None, "路灯\n坏了"))
    assert isinstance(opened, Opened)
    assert not list(Asked(manifest().form).strangers(decode(opened.ballot, StampedOpened).ballot))


@pytest.mark.parametrize(
    "number", ["１２", " 12", "007", "-0", "0" * 20 + "1", "—5", "12\n", "12.55"]
)
def test_a_number_written_otherwise_spoils_its_own_ballot_and_not_the_whole_box(
    number: str,
) -> None:
    """F036: opened, it would stand in the published box, and no verifier could read it."""
    assert found(a_ballot_that_says(years=Quantity(number))) is Spoiled.WRONG_FORM
    turned = a_ballot_that_says(which=Choices(("b", "a")))
    assert found(turned) is Spoiled.WRONG_FORM


@pytest.mark.parametrize(
    "words", ["好\0坏", "\u202e反过来", " 前后空着 ", "一\r\n二", "长" * 20 + "\x01"]
)
def test_a_remark_no_door_lets_pass_spoils_its_own_ballot_and_not_the_opening(words: str) -> None:
    """F036: the database keeps no zero byte, and an opening is all envelopes or none."""
    assert found(a_ballot_that_says(), Remark("words", None, words)) is Spoiled.WRONG_FORM


@pytest.mark.parametrize("field", ["prefix", "stamp"])
def test_digits_with_a_line_end_behind_them_are_no_digits(field: str) -> None:
    """F036: one reader forgives it and another does not, and both read the same box."""

    def longer(inside: StampedEnclosure) -> Careless:
        said = msgspec.structs.asdict(inside)
        return Careless(**(said | {field: said[field] + "\n"}))

    assert found(a_ballot_that_says(), twisted=longer) is Spoiled.UNREADABLE
    plain = a_ballot_that_says()
    nonce = msgspec.structs.replace(plain, nonce="a" * 32)
    assert isinstance(found(nonce), Opened)
    longest = msgspec.structs.replace(plain, nonce="a" * 32 + "\n")
    given = an_inner_stamp(manifest(), nonce)
    assert (
        found(nonce, twisted=lambda _: StampedEnclosure(given.prefix, given.stamp, longest))
        is Spoiled.UNREADABLE
    )
