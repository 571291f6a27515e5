"""Opening away from the server: a sealed list and a combined key become `opened.json`.

Scrutineers do it on a computer of their own. The server then takes the ballots without having seen
which envelope any of them came from; several may open independently and compare what they get.
"""

import base64
import collections
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec

from service.box.judging import Bench, Opened, bench_of, judge
from service.box.keys import public_half
from surveys import canonical, publication
from surveys.ballots.ballot import Ballot
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes
from surveys.ballots.receipt import leaf
from surveys.ballots.sealed_list import Sealed, merkle_root
from surveys.ballots.stamps import Stamp, StampedBallot, StampedEnvelope
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey
from surveys.manifest import Manifest, Secrecy
from surveys.refusals import Refusal
from surveys.tally.conclusion import part_small_groups

Envelope: TypeAlias = Sealed | StampedEnvelope
Reasons: TypeAlias = collections.Counter[tuple[GroupKey, Spoiled]]


def open_away(files: Mapping[str, bytes], key: ec.EllipticCurvePrivateKey) -> OpenedFile:
    """Open every envelope of the files `manifest.json` and `sealed.jsonl`."""
    manifest, digest = _read_manifest(files)
    if public_half(key) != manifest.box_key:
        raise Refusal("box.wrong_key")
    envelopes = _read_sealed(files, manifest)
    bench, reasons = bench_of(manifest, key, digest=digest), Reasons()
    opened = _without_twins(list(_open_all(bench, envelopes, reasons)), reasons)
    stamped = manifest.secrecy is Secrecy.SEALED
    lines = [ballot.ballot for _, ballot in sorted(opened, key=lambda pair: pair[1].digest)]
    remarks = [remark for _, ballot in opened for remark in ballot.remarks]
    secrets.SystemRandom().shuffle(remarks)
    return OpenedFile(
        survey=manifest.survey,
        manifest=digest,
        sealed_root=merkle_root([bytes.fromhex(one.leaf) for one in envelopes]).hex(),
        ballots=() if stamped else tuple(canonical.decode(line, Ballot) for line in lines),
        stamped=tuple(canonical.decode(line, StampedBallot) for line in lines) if stamped else (),
        spoiled=tuple(
            SpoiledEnvelopes(group, reason, number)
            for (group, reason), number in sorted(reasons.items(), key=str)
        ),
        remarks=tuple(remarks),
    )


def fingerprint_shown(files: Mapping[str, bytes], opened: OpenedFile) -> str:
    """Fingerprint of the ballots as an honest publication shows them: the tally sheet prints it."""
    manifest, digest = _read_manifest(files)
    inner = {one.ballot.nonce: Stamp(one.prefix, one.stamp) for one in opened.stamped}
    ballots = (*opened.ballots, *(one.ballot for one in opened.stamped))
    shown, _ = part_small_groups(ballots, manifest.rules.publication.small_group)
    return canonical.fingerprint(publication.write_box(digest, shown, inner))


def _read_manifest(files: Mapping[str, bytes]) -> tuple[Manifest, str]:
    data = files.get(publication.MANIFEST, b"")
    return canonical.decode(data, Manifest), canonical.fingerprint(data)


def _read_sealed(files: Mapping[str, bytes], manifest: Manifest) -> list[Envelope]:
    kind = StampedEnvelope if manifest.secrecy is Secrecy.SEALED else Sealed
    lines = files.get(publication.SEALED, b"").splitlines()
    envelopes: list[Envelope] = [canonical.decode(line, kind) for line in lines]
    digest = canonical.fingerprint(files[publication.MANIFEST])
    for envelope in envelopes:
        if not _is_named(envelope, digest):
            raise Refusal("box.wrong_leaf", leaf=envelope.leaf)
    return sorted(envelopes, key=lambda envelope: envelope.leaf)


def _is_named(envelope: Envelope, digest: str) -> bool:
    """Whether the leaf is that of the envelope beside it."""
    try:
        content = base64.b64decode(envelope.envelope, validate=True)
    except ValueError:
        return False
    return leaf(digest, content).hex() == envelope.leaf


def _open_all(
    bench: Bench, envelopes: Sequence[Envelope], reasons: Reasons
) -> Iterator[tuple[GroupKey, Opened]]:
    for envelope in envelopes:
        unit = envelope.unit if isinstance(envelope, StampedEnvelope) else None
        match judge(bench, envelope.group, base64.b64decode(envelope.envelope), unit=unit):
            case Spoiled() as reason:
                reasons[envelope.group, reason] += 1
            case Opened() as ballot:
                yield envelope.group, ballot


def _without_twins(
    opened: list[tuple[GroupKey, Opened]], reasons: Reasons
) -> list[tuple[GroupKey, Opened]]:
    """One ballot inside two envelopes spoils both."""
    seen = collections.Counter(ballot.nonce for _, ballot in opened)
    for group, ballot in opened:
        if seen[ballot.nonce] > 1:
            reasons[group, Spoiled.DUPLICATE] += 1
    return [(group, ballot) for group, ballot in opened if seen[ballot.nonce] == 1]
