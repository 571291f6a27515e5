"""Texts part from choices, and no enclosure is longer than its padding."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark, pad, unpad
from surveys.ballots.enclose import longest_enclosure, rejoin, separate
from surveys.questionnaire.answers import Words, check
from tests.builders import a_form, some_marks
from tests.strategies import answers_to, forms


def test_a_remark_travels_beside_the_ballot_with_the_department_it_is_about() -> None:
    form = a_form()
    marks = some_marks(form)
    choices, remarks = separate(form, {**marks, "remark.2": Words(words="下乡太少")})
    assert choices == marks
    assert remarks == (Remark(question="remark.2", about="agriculture", words="下乡太少"),)


@given(st.data())
def test_what_was_parted_joins_again(data: st.DataObject) -> None:
    form = data.draw(forms())
    accepted = check(form, data.draw(answers_to(form)))
    assert rejoin(*separate(form, accepted)) == accepted


@given(st.data())
@settings(max_examples=200)
def test_no_ballot_a_voter_can_cast_is_longer_than_the_padding(data: st.DataObject) -> None:
    form = data.draw(forms())
    answers, remarks = separate(form, check(form, data.draw(answers_to(form))))
    ballot = Ballot(survey="s" * 40, group="g" * 40, unit="", answers=answers, nonce="f" * 32)
    enclosure = Enclosure(ballot=ballot, remarks=remarks)
    length = longest_enclosure(form)
    padded = pad(enclosure, length)
    assert (len(padded), length % 1024) == (length, 0)
    assert canonical.decode(unpad(padded), Enclosure) == enclosure


def test_the_longest_remarks_in_every_script_still_fit() -> None:
    form = a_form()
    for letter in ("𠮷", '"', "\\", "字", "\u2028"):
        words = {f"remark.{n}": Words(words=f"a{letter * 498}z") for n in range(1, 5)}
        answers, remarks = separate(form, check(form, {**some_marks(form), **words}))
        ballot = Ballot(survey="s", group="g", unit="", answers=answers, nonce="0" * 32)
        assert len(remarks) == 4
        pad(Enclosure(ballot=ballot, remarks=remarks), longest_enclosure(form))
