"""The opened box meets the meeting's numbers: they reconcile, or nothing is concluded."""

import hashlib
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.sealed_list import merkle_root
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount, fingerprint
from surveys.publication import write_box
from surveys.refusals import Refusal
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Comparison, Group, Quorum, Session
from surveys.tally.conclusion import Attendance, Opened, Unopened, conclude
from surveys.tally.count import count
from surveys.tally.merging import merge
from surveys.tally.results import Cards, Paper, SignedIn
from tests.builders import a_ballot, a_manifest, a_plan

GROUPS = (Group(key="deputies", label="镇代表"), Group(key="higher", label="上级代表"))
RULES = fit(preset("township-three-grade"), a_plan(), groups=GROUPS)
VOIDED = {"deputies": {WHOLE: 7}, "higher": {WHOLE: 1}}
ALL_CAME = Attendance(present=50, voided=VOIDED)


def _manifest(**changes: Any) -> Manifest:
    """46 deputies and 7 of higher congresses; 50 and 8 slips printed."""
    slips = (
        SlipCount(group="deputies", unit=WHOLE, printed=50),
        SlipCount(group="higher", unit=WHOLE, printed=8),
    )
    return a_manifest(**({"rules": RULES, "slips": slips, "entitled": 53} | changes))


def _ballots(deputies: int = 42, higher: int = 6) -> list[Ballot]:
    return [
        *(a_ballot(number=number) for number in range(deputies)),
        *(a_ballot("fairly_satisfied", number=100 + n, group="higher") for n in range(higher)),
    ]


def _opened(ballots: list[Ballot], *unopened: Unopened) -> Opened:
    number = len(ballots) + len(unopened)
    leaves = sorted(hashlib.sha256(bytes([at])).hexdigest() for at in range(number))
    return Opened(tuple(ballots), unopened, tuple(leaves))


GARBAGE = Unopened(group="deputies", reason=Spoiled.UNREADABLE)


def test_the_meeting_s_numbers_add_up() -> None:
    meeting = conclude(_manifest(), _opened(_ballots(), GARBAGE), ALL_CAME).count.meeting
    assert (meeting.entitled, meeting.present) == (53, 50)
    assert (meeting.printed, meeting.voided, meeting.issued) == (58, 8, 50)
    assert (meeting.returned, meeting.valid, meeting.spoiled) == (49, 48, {"unreadable": 1})


def test_what_was_neither_signed_in_for_nor_paper_was_a_card() -> None:
    came = msgspec.structs.replace(ALL_CAME, signin=SignedIn(40, 2, 3), paper=Paper(10, 9, 8, 1))
    doors = conclude(_manifest(), _opened(_ballots(), GARBAGE), came).count.meeting.doors
    assert doors is not None
    assert (doors.cards, doors.cards.issued) == (Cards(printed=8, voided=2), 6)
    assert conclude(_manifest(), _opened(_ballots(), GARBAGE), ALL_CAME).count.meeting.doors is None


@pytest.mark.parametrize(
    ("signin", "paper"),
    [
        (SignedIn(60, 0, 0), None),  # more rights than there were slips
        (SignedIn(40, 9, 9), None),  # more given up than were voided
        (None, Paper(10, 9, 0, 0)),  # more electronic envelopes than could have come
        (None, Paper(50, 50, 50, 0)),  # more paper than envelopes
        (None, Paper(10, 9, 8, 9)),  # more invalid than came back
    ],
)
def test_doors_that_do_not_add_up_are_refused(signin: SignedIn | None, paper: Paper | None) -> None:
    came = msgspec.structs.replace(ALL_CAME, signin=signin, paper=paper)
    with pytest.raises(Refusal, match="doors_mismatch"):
        conclude(_manifest(), _opened(_ballots(), GARBAGE), came)


def test_the_count_names_the_manifest_the_sealed_list_and_the_box() -> None:
    manifest, opened = _manifest(), _opened(_ballots(), GARBAGE)
    conclusion = conclude(manifest, opened, ALL_CAME)
    found = conclusion.count
    assert found.manifest == fingerprint(manifest)
    assert found.sealed == 49
    assert found.sealed_root == merkle_root(list(map(bytes.fromhex, opened.leaves))).hex()
    box = write_box(fingerprint(manifest), list(conclusion.published))
    assert found.box == canonical.fingerprint(box)
    assert found.issued == {"deputies": {WHOLE: 43}, "higher": {WHOLE: 7}}
    assert found.unopened == {"unreadable": 1}


def test_a_small_group_is_published_as_totals_and_still_counts() -> None:
    conclusion = conclude(_manifest(), _opened(_ballots()), ALL_CAME)
    assert {ballot.group for ballot in conclusion.published} == {"deputies"}
    assert len(conclusion.published) == 42
    assert set(conclusion.count.withheld.groups) == {"higher"}
    assert conclusion.count.withheld.groups["higher"]["finance"].returned == 6
    assert conclusion.count.appraisees[0].returned == 48


def test_what_is_published_and_what_is_withheld_make_the_whole() -> None:
    manifest = _manifest()
    conclusion = conclude(manifest, _opened(_ballots()), ALL_CAME)
    shown = count(conclusion.published, manifest.form, rules=RULES)
    whole = count(_ballots(), manifest.form, rules=RULES)
    assert merge(shown, conclusion.count.withheld) == whole


@pytest.mark.parametrize(("returned", "withheld"), [(9, True), (10, False)])
def test_a_group_is_as_small_as_the_ballots_it_returned(returned: int, *, withheld: bool) -> None:
    ballots = _ballots(deputies=returned, higher=0)
    conclusion = conclude(_manifest(), _opened(ballots), ALL_CAME)
    assert (len(conclusion.published) == 0) is withheld
    assert bool(conclusion.count.withheld.groups) is withheld


def _refused(manifest: Manifest, opened: Opened, attendance: Attendance) -> Refusal:
    with pytest.raises(Refusal) as refused:
        conclude(manifest, opened, attendance)
    return refused.value


def test_one_more_returned_than_issued_voids_the_session() -> None:
    assert conclude(_manifest(), _opened(_ballots(deputies=43)), ALL_CAME).published
    refusal = _refused(_manifest(), _opened(_ballots(deputies=44)), ALL_CAME)
    assert refusal.code == "session.over_return"
    assert refusal.data == {"returned": 44, "issued": 43}


def test_an_envelope_that_does_not_open_was_returned_as_well() -> None:
    refusal = _refused(_manifest(), _opened(_ballots(deputies=43), GARBAGE), ALL_CAME)
    assert refusal.code == "session.over_return"


def test_a_ballot_for_a_unit_nobody_was_given_a_slip_for_is_over_returned() -> None:
    stray = a_ballot(number=999, unit="land")
    assert _refused(_manifest(), _opened([stray]), ALL_CAME).code == "session.over_return"


@pytest.mark.parametrize("number", [51, -1])
def test_no_more_slips_are_voided_than_were_printed(number: int) -> None:
    attendance = Attendance(present=50, voided={"deputies": {WHOLE: number}})
    assert _refused(_manifest(), _opened([]), attendance).code == "session.over_voided"
    strange = Attendance(present=50, voided={"tourists": {WHOLE: 1}})
    assert _refused(_manifest(), _opened([]), strange).code == "session.over_voided"


def test_nobody_is_present_who_was_not_entitled_or_invited() -> None:
    many = msgspec.structs.replace(ALL_CAME, present=54)
    assert _refused(_manifest(), _opened([]), many).code == "session.over_present"
    invited = msgspec.structs.replace(many, invited=2)
    assert conclude(_manifest(), _opened(_ballots()), invited).count.meeting.present == 54


def test_slips_left_over_are_voided_before_the_count() -> None:
    forgotten = Attendance(present=50)
    refusal = _refused(_manifest(), _opened(_ballots()), forgotten)
    assert refusal.code == "session.over_issued"
    assert refusal.data == {"issued": 58, "present": 50}


def test_each_person_may_hold_one_slip_for_every_department() -> None:
    units = ("finance", "agriculture", "society", "land")
    slips = tuple(SlipCount(group="deputies", unit=unit, printed=50) for unit in units)
    manifest = _manifest(slips=slips)
    ballots = [a_ballot(number=n, unit=units[n % 4]) for n in range(48)]
    conclusion = conclude(manifest, _opened(ballots), Attendance(present=50))
    assert conclusion.count.meeting.issued == 200
    assert [each.issued for each in conclusion.count.appraisees] == [50] * 4
    assert [each.returned for each in conclusion.count.appraisees] == [12] * 4
    forty = Attendance(present=49)
    assert _refused(manifest, _opened(ballots), forty).code == "session.over_issued"


def test_every_sealed_envelope_is_a_ballot_or_has_a_reason() -> None:
    opened = _opened(_ballots())
    missing = msgspec.structs.replace(opened, ballots=opened.ballots[1:])
    refusal = _refused(_manifest(), missing, ALL_CAME)
    assert refusal.code == "session.box_mismatch"
    assert refusal.data == {"sealed": 48, "opened": 47, "unopened": 0}


@pytest.mark.parametrize(
    ("numerator", "present", "quorate"),
    [("present", 27, True), ("present", 26, False), ("returned", 50, False)],
)
def test_the_quorum_is_read_from_the_rule(numerator: str, present: int, *, quorate: bool) -> None:
    quorum = Quorum(op=Comparison.AT_LEAST, fraction=Fraction(1, 2), numerator=numerator)
    rules = msgspec.structs.replace(RULES, session=Session(quorum=quorum))
    attendance = Attendance(present=present, voided={"deputies": {WHOLE: 32}, "higher": {WHOLE: 6}})
    opened = _opened(_ballots(deputies=18, higher=2))
    found = conclude(_manifest(rules=rules), opened, attendance).count
    assert found.quorate is quorate


def test_a_rule_without_a_quorum_asks_for_none() -> None:
    rules = msgspec.structs.replace(RULES, session=Session())
    assert conclude(_manifest(rules=rules), _opened(_ballots()), ALL_CAME).count.quorate


def test_permuting_the_box_changes_nothing_that_is_published() -> None:
    forwards, backwards = _ballots(), _ballots()[::-1]
    one = conclude(_manifest(), _opened(forwards), ALL_CAME).count
    other = conclude(_manifest(), _opened(backwards), ALL_CAME).count
    assert canonical.encode(one) == canonical.encode(other)
