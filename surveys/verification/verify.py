"""The published files and the printed fingerprint become a report: every check, and the limits.

Nothing is asked of anybody: the files, the fingerprint on the notice, and what voters brought.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveys import canonical
from surveys.ballots.stamps import StampHolds
from surveys.manifest import Manifest, Secrecy
from surveys.publication import BOX, MANIFEST, SEALED
from surveys.tally.results import Count
from surveys.values import Value
from surveys.verification import (
    accounts,
    box,
    comparison,
    cosigning,
    opening,
    papers,
    receipt,
    reckonable,
    sealed,
    stamp_accounts,
    withheld,
)
from surveys.verification.accounts import Range, Slips
from surveys.verification.opening import Published
from surveys.verification.published import Opened
from surveys.verification.receipt import SignatureHolds
from surveys.verification.reckoning import reckon
from surveys.verification.recount import Recount
from surveys.verification.report import Limit, Notebook, Report
from surveys.verification.sealed import SealedList
from surveys.verification.stamps import CHECKS as STAMP_CHECKS
from surveys.verification.stamps import Stamps


class Brought(Value, frozen=True):
    """What was at hand beside the files."""

    receipts: int
    witness: bool
    """Whether the root on the witness sheet was compared."""
    openings: int = 0


def _nobody(_key: bytes, _message: bytes, _signature: bytes) -> bool:
    return False


def _no_key(_modulus: str, _message: bytes, _signature: bytes) -> bool:
    return False


def verify(  # noqa: PLR0913 -- all that somebody may bring
    files: Mapping[str, bytes],
    fingerprint: str,
    receipts: Sequence[bytes] = (),
    *,
    openings: Sequence[bytes] = (),
    witness: str = "",
    signature_holds: SignatureHolds = _nobody,
    stamp_holds: StampHolds = _no_key,
) -> Report:
    """Check all there is to check; whatever the files hold, the answer is a report.

    `receipts` are what voters brought (JSON); without `signature_holds` no signature on them holds,
    and without `stamp_holds` no stamp.
    `witness` is the root printed on the witness sheet, where there is one at hand.
    `openings` are what scrutineers took out of the box independently (`opened.json`).
    """
    notes = Notebook()
    asked = frozenset(
        check for check, wanted in _optional(receipts, witness, openings) if not wanted
    )
    read = papers.read(files, fingerprint, notes)
    if read is None:
        return notes.close((), skipped=asked | STAMP_CHECKS | {cosigning.CHECK})
    manifest, result = read
    is_sealed = manifest.secrecy is Secrecy.SEALED
    asked |= frozenset() if is_sealed else STAMP_CHECKS
    asked |= frozenset() if cosigning.is_told(manifest) else {cosigning.CHECK}
    of = canonical.fingerprint(files[MANIFEST])
    stamps = Stamps(manifest, of, stamp_holds) if is_sealed else None
    held = receipt.read(receipts, notes)
    leaves = frozenset(each.leaf for _, each in held)
    seen = sealed.read(files[SEALED], manifest, leaves, notes, of=of, stamps=stamps)
    sealed.compare(seen, result.count, witness, notes)
    if receipts:
        receipt.check(held, manifest, of=of, found=seen.found, holds=signature_holds, notes=notes)
    stamp_accounts.check_keys(manifest, notes)
    cosigning.check(manifest, notes)
    accounts.check_quorum(manifest.rules.session.quorum, result.count, notes)
    accounts.check_confirmation(manifest.rules.session.tellers, result.confirmation, notes)
    if countable := reckonable.check(manifest, notes):
        ballots = box.read(files[BOX], manifest, notes, of=of, stamps=stamps)
        _recount(ballots, manifest, result.count, seen=seen, notes=notes)
    if openings:
        held_against = Published(manifest, of, seen.root, files[BOX], result.count)
        apart = opening.read(openings, notes)
        opening.check(apart, held_against, notes, countable=countable)
    brought = Brought(len(receipts), witness=bool(witness.strip()), openings=len(openings))
    return notes.close(tuple(_limits(manifest, result.count, brought)), skipped=asked)


def _optional(
    receipts: Sequence[bytes], witness: str, openings: Sequence[bytes]
) -> Iterator[tuple[str, bool]]:
    yield from ((check, bool(receipts)) for check in receipt.CHECKS)
    yield from ((check, bool(openings)) for check in opening.CHECKS - {opening.SEVERAL})
    yield opening.SEVERAL, len(openings) > 1
    yield "sealed.witness", bool(witness.strip())


def _recount(
    ballots: Iterable[Opened],
    manifest: Manifest,
    count: Count,
    *,
    seen: SealedList,
    notes: Notebook,
) -> None:
    recount, opened = Recount(manifest.form, manifest.rules), Slips()
    for ballot in ballots:
        recount.put(ballot)
        opened[ballot.group, ballot.unit] += 1
    recount.take(count.withheld)
    withheld.check(manifest, count, opened=opened, notes=notes)
    stamp_accounts.check_numbers(manifest, count, seen, opened=opened, notes=notes)
    accounts.check_slips(manifest, count, opened, notes)
    accounts.check_people(count, notes)
    accounts.check_balance(count, seen, opened=_ballots(manifest, count, opened), notes=notes)
    accounts.check_reasons(count, seen, notes)
    accounts.check_meeting(manifest, count, seen, notes)
    ours = reckon(manifest, count, recount)
    comparison.compare(manifest, published=count.appraisees, ours=ours, notes=notes)


def _ballots(manifest: Manifest, count: Count, opened: Slips) -> dict[str, Range]:
    """How many ballots each group's envelopes opened to: shown exactly, withheld within bounds."""
    shown: Counter[str] = Counter()
    for (group, _), number in opened.items():
        shown[group] += number
    ranges = {group: (number, number) for group, number in shown.items()}
    for group in count.withheld.groups:
        low, high = withheld.bounds(manifest, count, group)
        ranges[group] = (shown[group] + low, shown[group] + high)
    return ranges


def _difference(count: Count) -> int:
    """How many took a ballot whose envelope never came: what a dropped pair would add to."""
    if count.stamps:
        return sum(pile.difference for pile in count.stamps)
    return count.meeting.issued - count.meeting.returned


def _limits(manifest: Manifest, count: Count, brought: Brought) -> Iterator[Limit]:
    """What no published file can prove, with the numbers at stake."""
    meeting = count.meeting
    yield Limit("opening.complete", {"sealed": count.sealed, "openings": brought.openings})
    yield Limit("slips.entitled", {"issued": meeting.issued})
    yield Limit(
        "pairs.dropped",
        {
            "difference": _difference(count),
            "receipts": brought.receipts,
            "witness": brought.witness,
            "openings": brought.openings,
        },
    )
    if manifest.secrecy is not Secrecy.SEALED:
        yield Limit("server.read")
    if count.stamps:
        replaceable = sum(pile.replaceable for pile in count.stamps)
        yield Limit("stamps.given", {"replaceable": replaceable, "openings": brought.openings})
    if count.withheld.groups and not brought.openings:
        labels = {group.key: group.label for group in manifest.rules.electorate.groups}
        groups = tuple(labels.get(key, key) for key in count.withheld.groups)
        yield Limit("groups.withheld", {"groups": groups})
    yield Limit("meeting.observed")
    yield Limit("remarks.apart")
