"""The roll: who is entitled, in which group, and what its fingerprint covers."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from surveys import canonical
from surveys.electorate.eligibility import may_rate, needs_units, slips_needed
from surveys.electorate.roll import Body, Person, Roll, by_group, entitled, fingerprint
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from tests.builders import FOUR_DEPARTMENTS, a_roll
from tests.people import LI, SUN, ZHAO


def with_people(*people: Person) -> Roll:
    return msgspec.structs.replace(a_roll(0), people=people)


def suspended(person: Person) -> Person:
    return msgspec.structs.replace(person, eligible=False)


def test_forty_six_deputies_stand_in_five_groups() -> None:
    roll = a_roll(46)
    assert entitled(roll) == 46
    assert [len(people) for people in by_group(roll).values()] == [10, 9, 9, 9, 9]


def test_a_suspended_deputy_is_on_the_roll_and_not_entitled() -> None:
    roll = with_people(suspended(SUN), ZHAO)
    assert entitled(roll) == 1
    assert by_group(roll)["g1"] == (ZHAO,)


def test_a_roll_reads_back_from_its_canonical_bytes() -> None:
    roll = with_people(SUN, LI, ZHAO)
    assert canonical.decode(canonical.encode(roll), Roll) == roll


@given(st.permutations(list(Body)))
def test_the_order_in_which_bodies_are_named_changes_no_byte(bodies: list[Body]) -> None:
    named = msgspec.structs.replace(SUN, bodies=frozenset(bodies))
    every = msgspec.structs.replace(SUN, bodies=frozenset(Body))
    assert canonical.encode(named) == canonical.encode(every)


def test_a_new_phone_leaves_the_fingerprint_and_anything_else_changes_it() -> None:
    before = fingerprint(with_people(SUN))
    assert fingerprint(with_people(msgspec.structs.replace(SUN, phone="13900000000"))) == before
    assert fingerprint(with_people(msgspec.structs.replace(SUN, name="孙新立"))) != before
    assert fingerprint(with_people(suspended(SUN))) != before
    assert fingerprint(with_people(SUN, LI)) != before


def test_a_deputy_rates_every_department_but_the_own() -> None:
    assert may_rate(SUN, FOUR_DEPARTMENTS) == ("finance", "agriculture", "society", "land")
    assert may_rate(LI, FOUR_DEPARTMENTS) == ("agriculture", "society", "land")
    assert may_rate(suspended(SUN), FOUR_DEPARTMENTS) == ()


def test_one_slip_covers_everything_while_nobody_is_recused() -> None:
    roll = a_roll(46)
    assert not needs_units(roll)
    assert slips_needed(roll, FOUR_DEPARTMENTS) == (
        SlipCount(group="deputies", unit=WHOLE, printed=46),
    )


def test_one_recused_deputy_makes_everybody_vote_unit_by_unit() -> None:
    roll = with_people(SUN, LI, ZHAO)
    assert needs_units(roll)
    assert slips_needed(roll, FOUR_DEPARTMENTS) == (
        SlipCount(group="deputies", unit="finance", printed=2),
        SlipCount(group="deputies", unit="agriculture", printed=3),
        SlipCount(group="deputies", unit="society", printed=3),
        SlipCount(group="deputies", unit="land", printed=3),
    )


def test_a_recused_deputy_who_may_not_vote_at_all_changes_nothing() -> None:
    assert not needs_units(with_people(SUN, suspended(LI)))


def test_the_chair_sits_in_two_bodies_and_gets_one_slip() -> None:
    assert len(ZHAO.bodies) == 2
    assert slips_needed(with_people(ZHAO), FOUR_DEPARTMENTS)[0].printed == 1
