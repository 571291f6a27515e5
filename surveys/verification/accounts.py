"""The meeting's numbers: printed, voided, issued, returned, spoiled, valid; they must reconcile."""

from collections import Counter
from fractions import Fraction
from typing import Final, TypeAlias

from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.rules.ruleset import Comparison, Quorum
from surveys.tally.results import Confirmation, Count, Doors, Meeting, Paper, SignedIn
from surveys.verification.report import Notebook
from surveys.verification.sealed import SealedList

Slips: TypeAlias = Counter[tuple[str, str]]
"""(weighting group, unit) → number."""
Range: TypeAlias = tuple[int, int]
"""At least and at most."""

_ON_OPENING: Final = {
    "unreadable",
    "wrong_group",
    "wrong_unit",
    "wrong_survey",
    "wrong_form",
    "unstamped",
    "duplicate",
}


def printed(manifest: Manifest) -> Slips:
    """Slips printed, as frozen."""
    slips: Slips = Counter()
    for slip in manifest.slips:
        slips[slip.group, slip.unit] += slip.printed
    return slips


def issued(count: Count) -> Slips:
    """Slips issued, as published."""
    return Counter(
        {(group, unit): n for group, units in count.issued.items() for unit, n in units.items()}
    )


def check_slips(manifest: Manifest, count: Count, opened: Slips, notes: Notebook) -> None:
    """For every group and unit: opened ≤ issued ≤ printed."""
    had, given = printed(manifest), issued(count)
    for group, unit in sorted(had.keys() | given.keys() | opened.keys()):
        kind = (group, unit)
        where = {"group": group, "unit": unit}
        if not 0 <= given[kind] <= had[kind]:
            notes.differs("slips.issued", published=given[kind], recounted=had[kind], **where)
        if opened[kind] > given[kind]:
            notes.differs("slips.returned", published=given[kind], recounted=opened[kind], **where)
    notes.made("slips.issued", issued=given.total(), printed=had.total())
    notes.made("slips.returned", opened=opened.total(), issued=given.total())


def check_people(count: Count, notes: Notebook) -> None:
    """Nobody draws two slips for one appraisee: no unit has more slips than people present."""
    units: Counter[str] = Counter()
    for (_, unit), number in issued(count).items():
        units[unit] += number
    most = units.pop(WHOLE, 0) + max(units.values(), default=0)
    if most > count.meeting.present:
        notes.differs("slips.people", most=most, present=count.meeting.present)
    notes.made("slips.people", most=most, present=count.meeting.present)


def check_balance(
    count: Count, sealed: SealedList, *, opened: dict[str, Range], notes: Notebook
) -> None:
    """Group by group and in all: every envelope opened to a ballot, or has a reason."""
    given, unopened = Counter[str](), Counter(count.unopened_by_group)
    for (group, _), number in issued(count).items():
        given[group] += number
    for group in sorted(sealed.groups.keys() | opened.keys() | unopened.keys()):
        number = sealed.groups.get(group, 0)
        low, high = opened.get(group, (0, 0))
        if not (low <= number - unopened[group] <= high and 0 <= number <= given[group]):
            notes.differs(
                "balance.groups",
                group=group,
                sealed=number,
                opened=low,
                unopened=unopened[group],
                issued=given[group],
            )
    notes.made("balance.groups", groups=len(sealed.groups))


def check_reasons(count: Count, sealed: SealedList, notes: Notebook) -> None:
    """Each envelope without a ballot has one reason that can be found on opening."""
    reasons, groups = sum(count.unopened.values()), sum(count.unopened_by_group.values())
    numbers = [*count.unopened.values(), *count.unopened_by_group.values()]
    if reasons != groups or min(numbers, default=1) < 1 or count.unopened.keys() - _ON_OPENING:
        notes.differs("balance.reasons", reasons=reasons, groups=groups)
    notes.made("balance.reasons", reasons=reasons, sealed=sealed.number)


def check_meeting(manifest: Manifest, count: Count, sealed: SealedList, notes: Notebook) -> None:
    """Each number that follows from others follows."""
    meeting, given = count.meeting, issued(count).total()
    ours = {
        "entitled": manifest.entitled,
        "printed": printed(manifest).total(),
        "voided": printed(manifest).total() - given,
        "issued": given,
        "returned": sealed.number,
        "valid": sealed.number - sum(count.unopened.values()),
        "spoiled": count.unopened,
        "present": max(0, min(meeting.present, manifest.entitled + meeting.invited)),
        "invited": max(0, meeting.invited),
    }
    for field, value in ours.items():
        notes.compare(
            "meeting.numbers", field=field, published=getattr(meeting, field), recounted=value
        )
    if meeting.doors is not None:
        _check_doors(meeting, meeting.doors, notes)
    notes.made("meeting.numbers", present=meeting.present, issued=given, returned=sealed.number)


def _check_doors(meeting: Meeting, doors: Doors, notes: Notebook) -> None:
    """The doors add up to the meeting's numbers, and none gave or took more than there was."""
    cards, signin = doors.cards, doors.signin or SignedIn(0, 0, 0)
    paper = doors.paper or Paper(0, 0, 0, 0)
    came, given = meeting.returned - paper.returned, meeting.issued - paper.issued
    ours = {
        "doors.printed": (cards.printed + signin.eligible + paper.printed, meeting.printed),
        "doors.voided": (
            cards.voided + signin.handed + signin.untaken + paper.voided, meeting.voided,
        ),
        "doors.returned": (came, max(0, min(came, given))),
    }  # fmt: skip
    least = (
        cards.voided, cards.issued, signin.handed, signin.untaken, signin.taken,
        paper.voided, paper.outstanding, paper.valid, paper.invalid,
    )  # fmt: skip
    ours["doors.least"] = (min(least), max(0, min(least)))
    for field, (published, recounted) in ours.items():
        notes.compare("meeting.numbers", field=field, published=published, recounted=recounted)


def check_quorum(quorum: Quorum | None, count: Count, notes: Notebook) -> None:
    """The quorum follows from the meeting's numbers and the rule set."""
    ours = quorum is None or _quorate(quorum, count.meeting)
    if not (ours and count.quorate):
        notes.differs("meeting.quorum", published=count.quorate, recounted=ours)
    notes.made("meeting.quorum", quorate=ours)


def _quorate(quorum: Quorum, meeting: Meeting) -> bool:
    there = meeting.present if quorum.numerator == "present" else meeting.returned
    wanted: Fraction = quorum.fraction * meeting.entitled
    return {
        Comparison.OVER: there > wanted,
        Comparison.AT_LEAST: there >= wanted,
        Comparison.UNDER: there < wanted,
        Comparison.AT_MOST: there <= wanted,
    }[quorum.op]


def check_confirmation(least: int, confirmation: Confirmation, notes: Notebook) -> None:
    """As many different scrutineers signed as the rule set asks."""
    signed = len(set(confirmation.scrutineers))
    if signed < least or signed < len(confirmation.scrutineers):
        notes.differs("meeting.confirmation", published=signed, recounted=least)
    notes.made("meeting.confirmation", scrutineers=signed, least=least)
