"""A result somebody once published: its ballots are cast again, and must give the same digits."""

from itertools import repeat
from pathlib import Path
from typing import Final

from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import OVERALL, THREE
from surveys.canonical import decode
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup
from surveys.keys import AppraiseeKey, OptionKey
from surveys.values import Value

ZHANYI: Final = Path(__file__).parent / "data" / "zhanyi-2019.json"
"""曲靖市沾益区人大常委会公告第60号."""


class Voted(Value, frozen=True):
    """One object of a published notice: its marks by grade and the rates as printed."""

    label: str
    item: str
    issued: int
    returned: int
    counts: dict[str, int]
    published: dict[str, str | None]


class Notice(Value, frozen=True):
    """What a notice published."""

    congress: str
    title: str
    source: str
    objects: tuple[Voted, ...]


def read_notice(data: bytes) -> Notice:
    """Read a notice, or refuse it with what is wrong."""
    return decode(data, Notice, code="request.malformed")


def plan(notice: Notice) -> Plan:
    """Every object is an appraisee, graded once, without remarks."""
    return Plan(
        title=notice.title,
        appraisees=tuple(
            Appraisee(key=f"object-{number}", label=voted.label, head="")
            for number, voted in enumerate(notice.objects, start=1)
        ),
        indicators=(OVERALL,),
        grades=THREE,
        remarks=False,
    )


def roll(notice: Notice) -> Roll:
    """As many members as slips went out; the notice names nobody."""
    issued = max(voted.issued for voted in notice.objects)
    members = tuple(
        Person(f"m-{number:02d}", f"组成人员{number}", frozenset({Body.DEPUTY}), "g1", "members")
        for number in range(1, issued + 1)
    )
    return Roll(
        groups=(DeputyGroup("g1", "常委会"),),
        weightings=(WeightingGroup("members", "组成人员"),),
        people=members,
    )


def marks(notice: Notice) -> dict[AppraiseeKey, list[OptionKey]]:
    """For each object, one mark a ballot; which ballot bears which mark is nobody's to know."""
    keys = {grade.label: grade.key for grade in THREE}
    return {
        f"object-{number}": [
            key for label, votes in voted.counts.items() for key in repeat(keys[label], votes)
        ]
        for number, voted in enumerate(notice.objects, start=1)
    }
