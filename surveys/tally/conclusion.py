"""An opened box and the meeting's attendance become the count (计票结果) and what is published."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Annotated

import msgspec

from surveys import canonical
from surveys.ballots.ballot import Ballot, Nonce
from surveys.ballots.opened_list import write_box
from surveys.ballots.sealed_list import merkle_root
from surveys.ballots.stamps import Stamp
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE, GroupKey, UnitKey
from surveys.manifest import Manifest, fingerprint
from surveys.refusals import Refusal
from surveys.rules.quorum import reaches
from surveys.rules.ruleset import Quorum
from surveys.tally import slips
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.results import Cards, Count, Doors, Meeting, Paper, SignedIn, StampCount
from surveys.tally.scoring import score
from surveys.tally.slips import Slips
from surveys.values import Value

People = Annotated[int, msgspec.Meta(ge=0)]


class Unopened(Value, frozen=True):
    """An envelope that held no valid ballot of this survey, under the group it came in by."""

    group: GroupKey
    reason: Spoiled


class Opened(Value, frozen=True):
    """What the opener found: every leaf of the sealed list is a ballot or has a reason."""

    ballots: tuple[Ballot, ...]
    unopened: tuple[Unopened, ...]
    leaves: tuple[str, ...]
    """Hexadecimal, sorted."""
    inner: dict[Nonce, Stamp] = {}
    """The inner stamp of each ballot, where voters sealed on their own device."""
    stamps: tuple[StampCount, ...] = ()
    """Stamps given and envelopes sealed, by weighting group and unit."""


class Attendance(Value, frozen=True):
    """What the secretary enters. `voided`: left-over slips, weighting group → unit → number.

    `signin`, `paper`: these doors in numbers, where they were open.
    """

    present: People
    voided: Slips = {}
    invited: People = 0
    opened_at: str = ""
    closed_at: str = ""
    signin: SignedIn | None = None
    paper: Paper | None = None


class Conclusion(Value, frozen=True):
    """The count, and the ballots that may be published one by one."""

    count: Count
    published: tuple[Ballot, ...]
    inner: dict[Nonce, Stamp] = {}
    """Their inner stamps, where voters sealed on their own device."""


def conclude(
    manifest: Manifest, opened: Opened, attendance: Attendance, *, digest: str = ""
) -> Conclusion:
    """Reconcile, count, score; refuse where the numbers do not add up.

    `digest` is that of the manifest as it was frozen; a later release may encode it otherwise.
    """
    issued = _reconcile(manifest, opened, attendance)
    rules, of = manifest.rules, digest or fingerprint(manifest)
    published, withheld = part_small_groups(opened.ballots, rules.publication.small_group)
    meeting = _meet(manifest, opened, attendance, issued)
    return Conclusion(
        Count(
            survey=manifest.survey,
            manifest=of,
            sealed=len(opened.leaves),
            sealed_root=merkle_root([bytes.fromhex(leaf) for leaf in opened.leaves]).hex(),
            box=canonical.fingerprint(write_box(of, published, opened.inner)),
            meeting=meeting,
            issued=issued,
            withheld=count(withheld, manifest.form, rules=rules),
            unopened=_reasons(opened.unopened),
            unopened_by_group=dict(Counter(envelope.group for envelope in opened.unopened)),
            quorate=is_quorate(rules.session.quorum, meeting),
            appraisees=score(
                count(opened.ballots, manifest.form, rules=rules),
                rules,
                appraisees=manifest.appraisees,
                session=Denominators(
                    entitled=meeting.entitled,
                    present=meeting.present,
                    invited=meeting.invited,
                    issued=issued,
                ),
            ),
            stamps=opened.stamps,
        ),
        published,
        opened.inner,
    )


def is_quorate(quorum: Quorum | None, meeting: Meeting) -> bool:
    """Whether enough came, or returned a ballot, as the rule set asks."""
    came = meeting.returned if quorum and quorum.numerator == "returned" else meeting.present
    return reaches(quorum, came=came, entitled=meeting.entitled)


def _reconcile(manifest: Manifest, opened: Opened, attendance: Attendance) -> Slips:
    """Slips issued, once every number agrees with every other."""
    present, entitled = attendance.present, manifest.entitled
    if present > entitled + attendance.invited:
        raise Refusal("session.over_present", present=present, entitled=entitled)
    issued = slips.issue(slips.printed(manifest.slips), attendance.voided)
    slips.check_issued(issued, present)
    found = len(opened.ballots) + len(opened.unopened)
    if found != len(opened.leaves):
        raise Refusal(
            "session.box_mismatch",
            sealed=len(opened.leaves),
            opened=len(opened.ballots),
            unopened=len(opened.unopened),
        )
    slips.check_returned(
        issued,
        Counter((ballot.group, ballot.unit) for ballot in opened.ballots),
        Counter(envelope.group for envelope in opened.unopened),
    )
    slips.check_stamped(issued, opened.stamps)
    return issued


def _meet(manifest: Manifest, opened: Opened, attendance: Attendance, issued: Slips) -> Meeting:
    printed = slips.total(slips.printed(manifest.slips))
    voided = slips.total(attendance.voided)
    doors = doors_of(attendance.signin, attendance.paper, printed=printed, voided=voided)
    if doors is not None:
        check_doors(doors, issued=slips.total(issued), returned=len(opened.leaves))
    return Meeting(
        entitled=manifest.entitled,
        present=attendance.present,
        invited=attendance.invited,
        printed=printed,
        voided=voided,
        issued=slips.total(issued),
        returned=len(opened.leaves),
        valid=len(opened.ballots),
        spoiled=_reasons(opened.unopened),
        opened_at=attendance.opened_at,
        closed_at=attendance.closed_at,
        doors=doors,
    )


def doors_of(
    signin: SignedIn | None, paper: Paper | None, *, printed: int, voided: int
) -> Doors | None:
    """What was neither a right to sign in nor paper was a card.

    >>> doors_of(SignedIn(40, 5, 3), Paper(20, 5, 5, 1), printed=70, voided=27).cards
    Cards(printed=10, voided=4)
    """
    if signin is None and paper is None:
        return None
    if signin is not None:
        printed, voided = printed - signin.eligible, voided - signin.handed - signin.untaken
    if paper is not None:
        printed, voided = printed - paper.printed, voided - paper.voided
    return Doors(Cards(printed, voided), signin, paper)


def check_doors(doors: Doors, *, issued: int, returned: int) -> None:
    """No door gave or took more than there was; what came electronically was issued so."""
    numbers = [doors.cards.printed, doors.cards.voided, doors.cards.issued]
    if doors.signin is not None:
        numbers += [doors.signin.handed, doors.signin.untaken, doors.signin.taken]
    paper = doors.paper or Paper(0, 0, 0, 0)
    numbers += [paper.voided, paper.outstanding, paper.valid, paper.invalid]
    electronic, came = issued - paper.issued, returned - paper.returned
    if min(numbers) < 0 or not 0 <= came <= electronic:
        raise Refusal(
            "session.doors_mismatch", issued=electronic, returned=came,
            paper=paper.issued, collected=paper.returned,
        )  # fmt: skip


def _reasons(unopened: Iterable[Unopened]) -> dict[str, int]:
    return dict(Counter(envelope.reason.value for envelope in unopened))


def part_small_groups(
    ballots: tuple[Ballot, ...], least: int
) -> tuple[tuple[Ballot, ...], tuple[Ballot, ...]]:
    """Ballots to publish, and those of groups so small that a ballot could name its voter.

    A group is as small as the voters who returned ballots, not as the roll says; with a slip for
    each department one voter returns several, so those that carry one appraisee are counted.
    """
    units: defaultdict[GroupKey, Counter[UnitKey]] = defaultdict(Counter)
    for ballot in ballots:
        units[ballot.group][ballot.unit] += 1
    large = {group for group, numbers in units.items() if _voters(numbers) >= least}
    return (
        tuple(ballot for ballot in ballots if ballot.group in large),
        tuple(ballot for ballot in ballots if ballot.group not in large),
    )


def _voters(units: Counter[UnitKey]) -> int:
    """The most ballots of one group that carry one and the same appraisee."""
    apart = (number for unit, number in units.items() if unit != WHOLE)
    return units[WHOLE] + max(apart, default=0)
