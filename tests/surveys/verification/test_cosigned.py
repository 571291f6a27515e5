"""Envelopes that the scrutineers' machine stamped too, held against the published files."""

from collections.abc import Callable

import msgspec
import pytest

from reports.wording.verification import say
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.stamps import StampedEnvelope, outer_message
from surveys.manifest import Manifest, StampKeys, fingerprint
from surveys.publication import MANIFEST, SEALED
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests import second_verifier
from tests.mutations import of_value
from tests.people import LI, WU
from tests.publications import Publication
from tests.stamped import a_publication, a_vote, an_envelope, modulus, stamped

Pairs = tuple[StampKeys, ...]


def the_publication() -> Publication:
    return a_publication(cosigned=True)


def the_vote() -> Manifest:
    return the_publication().manifest


def checked(publication: Publication) -> Report:
    return verify(publication.files, publication.fingerprint, stamp_holds=stamp_holds)


def failed(publication: Publication) -> set[str]:
    return {finding.check for finding in checked(publication).findings if not finding.ok}


def test_who_co_signed_is_told_and_two_verifiers_agree() -> None:
    publication = the_publication()
    report = checked(publication)
    assert report.passed
    assert f"✓ 外章由监票人联署：{WU}；2 把外章公钥都含联署机的一半" in say(report)
    assert second_verifier.verify(publication.files, publication.fingerprint) == set()


def test_a_vote_without_a_co_signer_says_nothing_of_one_and_keeps_its_bytes() -> None:
    """Manifests that were frozen before there were co-signers have the fingerprint they had."""
    data = canonical.encode(a_vote())
    assert b"cosigner" not in data
    assert canonical.encode(canonical.decode(data, Manifest)) == data
    report = checked(a_publication())
    assert "manifest.cosigner" not in {finding.check for finding in report.findings}
    assert report.passed


def minted(manifest: Manifest, number: int) -> StampedEnvelope:
    """What whoever holds the registrar's keys alone can make: an outer stamp by that half."""
    honest = an_envelope(manifest, number, "deputies")
    message = outer_message(number.to_bytes(32), fingerprint(manifest), bytes.fromhex(honest.leaf))
    pair = manifest.stamps[0]
    half = stamped("deputies", "outer", message)
    return msgspec.structs.replace(honest, stamp=half.rjust(len(pair.outer), "0"))


def test_a_registrar_who_mints_without_the_second_key_is_found_by_the_signature() -> None:
    """F027: its own half is a stamp for its own factor, and none for the key of the manifest."""
    publication = the_publication()
    forged = minted(the_vote(), 0)
    own = bytes.fromhex(forged.stamp)[-256:]
    message = outer_message((0).to_bytes(32), fingerprint(the_vote()), bytes.fromhex(forged.leaf))
    assert stamp_holds(modulus("deputies", "outer"), message, own)
    lines = publication.files[SEALED].splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if forged.leaf.encode() in line)
    lines[at] = canonical.encode(forged) + b"\n"
    stuffed = publication.with_file(SEALED, b"".join(lines))
    assert failed(stuffed) == {"sealed.stamp"}
    assert second_verifier.verify(stuffed.files, stuffed.fingerprint) == {"sealed.stamp"}


def changed(pair: StampKeys, **fields: str) -> StampKeys:
    return msgspec.structs.replace(pair, **fields)


def replaced(pair: StampKeys, own: int, theirs: int) -> StampKeys:
    return changed(pair, outer=f"{own * theirs:x}", cosigner=f"{theirs:x}")


ODD = (1 << 2200) + 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda first, second: (first, changed(second, cosigner="")),
        lambda first, second: (first, changed(second, cosigner=first.cosigner)),
        lambda first, second: (first, changed(second, cosigner=second.outer)),
        lambda first, second: (first, changed(second, cosigner=first.inner)),
        lambda first, second: (first, replaced(second, 3, ODD)),
        lambda first, second: (first, replaced(second, ODD, 3)),
        lambda first, second: (first, replaced(second, ODD, ODD)),
        lambda first, second: (first, changed(second, cosigner="0" + second.cosigner)),
        lambda first, second: (first, changed(second, cosigner=f"{ODD:x}")),
    ],
    ids=["none", "twice", "all", "inner", "small own", "small", "square", "spelt", "no factor"],
)
def test_a_half_that_is_none_is_named(spoil: Callable[[StampKeys, StampKeys], Pairs]) -> None:
    first, second = the_vote().stamps
    manifest = msgspec.structs.replace(the_vote(), stamps=spoil(first, second))
    forged = the_publication().with_file(MANIFEST, canonical.encode(manifest))
    assert "manifest.cosigner" in failed(forged)


def test_halves_without_a_name_and_a_name_without_halves_are_named() -> None:
    for manifest in (
        msgspec.structs.replace(the_vote(), cosigners=()),
        msgspec.structs.replace(a_vote(), cosigners=(LI.name,)),
    ):
        forged = the_publication().with_file(MANIFEST, canonical.encode(manifest))
        assert "manifest.cosigner" in failed(forged)


def test_every_single_change_to_what_is_said_of_co_signing_fails() -> None:
    """F025."""
    publication = the_publication()
    tried = [one for one in of_value(publication.files[MANIFEST]) if "cosigner" in one.name]
    assert len(tried) >= 12
    for one in tried:
        assert not checked(publication.with_file(MANIFEST, one.data)).passed, one.name
