"""The turnout of an evaluation: numbers, and none from which a small group could be told."""

from service.boards.appraisals.turnout_view import piles_of
from service.box.gate import Turnout

THREE_OF_THE_PRESIDIUM = Turnout("presidium", "", printed=3, voided=0, spent=2)
TWENTY_DEPUTIES = Turnout("deputies", "", printed=20, voided=0, spent=9)
TWELVE_VOTERS = Turnout("voters", "", printed=12, voided=0, spent=4)


def told(*turnout: Turnout) -> dict[str, int | None]:
    return {pile.label: pile.spent for pile in piles_of(turnout, lambda group, unit: group + unit)}


def test_a_small_group_is_not_what_the_total_leaves_over() -> None:
    assert told(TWENTY_DEPUTIES, TWELVE_VOTERS) == {"deputies": 9, "voters": 4}
    shown = told(THREE_OF_THE_PRESIDIUM, TWENTY_DEPUTIES, TWELVE_VOTERS)
    assert shown == {"presidium": None, "deputies": 9, "voters": None}


def test_three_people_are_three_in_however_many_units_they_vote() -> None:
    three = [Turnout("presidium", unit, printed=3, voided=0, spent=3) for unit in "ab"]
    many = [Turnout("deputies", unit, printed=20, voided=0, spent=9) for unit in "ab"]
    shown = told(*three, *many, TWELVE_VOTERS)
    assert {label for label, spent in shown.items() if spent is None} == {
        "presidiuma",
        "presidiumb",
        "voters",
    }


def test_who_is_kept_from_one_unit_does_not_show_the_few_of_the_others() -> None:
    shown = told(
        Turnout("deputies", "a", printed=20, voided=0, spent=9),
        Turnout("deputies", "b", printed=4, voided=0, spent=3),
        Turnout("deputies", "c", printed=18, voided=0, spent=9),
    )
    assert shown == {"deputiesa": 9, "deputiesb": None, "deputiesc": None}
