"""Sun holds a receipt and asks whether his ballot is in the box."""

import json
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from surveys.ballots.receipt import lookup_code, signed_message
from surveys.publication import SEALED
from surveys.tally.conclusion import Attendance
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.builders import a_ballot, a_manifest
from tests.publications import Publication, a_publication

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def a_vote() -> Publication:
    manifest = a_manifest(receipt_key=KEY.public_key().public_bytes_raw().hex())
    ballots = [a_ballot(number=number) for number in range(12)]
    return a_publication(manifest, ballots, Attendance(present=46, voided={"deputies": {"": 4}}))


def a_receipt(publication: Publication, *, leaf: bytes | None = None, **changes: Any) -> bytes:
    """The receipt for one line of the sealed list, as the phone keeps it."""
    line = json.loads(publication.files[SEALED].splitlines()[4])
    leaf = leaf or bytes.fromhex(line["leaf"])
    receipt = {
        "manifest": publication.count.manifest,
        "leaf": leaf.hex(),
        "signature": KEY.sign(signed_message(publication.count.manifest, leaf)).hex(),
        "code": lookup_code(leaf),
    }
    return json.dumps(receipt | changes, indent=2).encode()


def shown(
    publication: Publication,
    *receipts: bytes,
    signature_holds: Callable[[bytes, bytes, bytes], bool] = holds,
) -> Report:
    return verify(
        publication.files, publication.fingerprint, receipts, signature_holds=signature_holds
    )


def failed(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


def test_an_honest_receipt_is_found_however_it_was_written_down() -> None:
    publication = a_vote()
    report = shown(publication, a_receipt(publication))
    assert report.passed
    checks = [finding.check for finding in report.findings if finding.check[:7] == "receipt"]
    assert checks == [
        "receipt.readable",
        "receipt.manifest",
        "receipt.code",
        "receipt.signature",
        "receipt.leaf",
    ]


def test_a_signed_receipt_whose_envelope_is_missing_proves_that_a_ballot_was_dropped() -> None:
    publication = a_vote()
    report = shown(publication, a_receipt(publication, leaf=b"m" * 32))
    assert failed(report) == {"receipt.leaf"}
    (dropped,) = (finding for finding in report.findings if not finding.ok)
    assert dropped.data == {
        "number": 1,
        "code": lookup_code(b"m" * 32),
        "leaf": (b"m" * 32).hex(),
    }


def test_a_receipt_nobody_signed_proves_nothing() -> None:
    publication = a_vote()
    forged = a_receipt(publication, signature="00" * 64)
    assert failed(shown(publication, forged)) == {"receipt.signature"}
    short = a_receipt(publication, signature="00")
    assert failed(shown(publication, short)) == {"receipt.signature"}


def test_without_a_way_to_check_signatures_a_receipt_is_not_called_good() -> None:
    publication = a_vote()
    report = verify(publication.files, publication.fingerprint, [a_receipt(publication)])
    assert failed(report) == {"receipt.signature"}


def test_a_receipt_of_another_survey_or_with_another_code_is_told_apart() -> None:
    publication = a_vote()
    foreign = a_receipt(publication, manifest="ab" * 32)
    assert failed(shown(publication, foreign)) == {"receipt.manifest"}
    other = a_receipt(publication, code="0000-0000")
    assert failed(shown(publication, other)) == {"receipt.code"}


def test_what_is_no_receipt_is_named_by_its_number_and_the_others_are_still_checked() -> None:
    publication = a_vote()
    signed = a_receipt(publication)
    not_hexadecimal = signed.replace(b'"leaf": "', b'"leaf": "zz')
    for unreadable in (b"", b"\xff", b"[]", a_receipt(publication, name="孙立新"), not_hexadecimal):
        report = shown(publication, signed, unreadable)
        assert failed(report) == {"receipt.readable"}
        (finding,) = (finding for finding in report.findings if not finding.ok)
        assert finding.data["number"] == 2


def test_a_good_receipt_written_otherwise_does_not_seem_to_prove_that_a_ballot_was_dropped() -> (
    None
):
    publication = a_vote()
    signed = json.loads(a_receipt(publication))
    for leaf in (signed["leaf"].upper(), signed["leaf"] + "\n", " " + signed["leaf"]):
        report = shown(publication, json.dumps(signed | {"leaf": leaf}).encode())
        assert failed(report) == {"receipt.readable"}, leaf


def test_a_manifest_whose_receipt_key_is_no_key_makes_every_signature_fail() -> None:
    manifest = a_manifest(receipt_key="no key at all")
    ballots = [a_ballot(number=number) for number in range(12)]
    publication = a_publication(
        manifest, ballots, Attendance(present=46, voided={"deputies": {"": 4}})
    )
    assert failed(shown(publication, a_receipt(publication))) == {"receipt.signature"}
