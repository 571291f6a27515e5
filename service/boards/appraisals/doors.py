"""The doors (投票方式) of an evaluation beside drawn cards become rights and piles."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.boards.appraisals import rights
from service.boards.appraisals.store import EvaluationRow
from service.box.serials import serials_of, slip_of
from service.box.slips import Slip
from service.stamping.rights import NewRight
from surveys.electorate.eligibility import slips_needed
from surveys.keys import GroupKey, UnitKey
from surveys.manifest import Manifest, SlipCount, fingerprint
from surveys.refusals import Refusal
from surveys.values import Value


class Doors(Value, frozen=True):
    """Whether people sign in, and how much paper is printed."""

    signin: bool = False
    paper: tuple[SlipCount, ...] = ()


def people_of(row: EvaluationRow, doors: Doors | None) -> list[NewRight]:
    """A right for each person, where they sign in: only in the class in which phones seal."""
    if doors is None or not doors.signin:
        return []
    if not row.plan.read().sealed:
        raise Refusal("voter.no_door")
    return rights.of_people(row.roll.read(), row.plan.read().appraisees)


def together(
    row: EvaluationRow, printed: Iterable[SlipCount], people: Sequence[NewRight]
) -> tuple[SlipCount, ...]:
    """The rights of each pile that is due, by every door; a pile that is not due is refused."""
    number = Counter[tuple[GroupKey, UnitKey]]((right.group, right.unit) for right in people)
    for count in printed:
        number[count.group, count.unit] += count.printed
    due = slips_needed(row.roll.read(), row.plan.read().appraisees)
    if not number.keys() <= {(count.group, count.unit) for count in due}:
        raise Refusal("slip.none_printed")
    return tuple(
        SlipCount(count.group, count.unit, number[count.group, count.unit]) for count in due
    )


def sheets_of(manifest: Manifest, papers: Iterable[SlipCount], key: bytes) -> list[Slip]:
    """The slips that the serials of paper ballots stand for."""
    return [
        slip_of(key, manifest.survey, serial, group=count.group, unit=count.unit)
        for count in papers
        for serial in serials_of(key, fingerprint(manifest), count)
    ]
