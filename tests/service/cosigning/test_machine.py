"""The scrutineers' machine: its own ledger, its own limits, and no stamp without it."""

import hashlib
import sqlite3
from functools import cache
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.box.receipts import public_receipt_key
from service.box.stamped import Sent, check_stamped, stamped_box_of
from service.box.stamps import stamp_holds
from service.cosigning import keyfile
from service.cosigning.keyfile import Keyfile, make, read
from service.cosigning.ledger import LEDGER, Ledger
from service.cosigning.machine import Machine, read_manifest, report_on
from service.demonstration.sealed_phone import blind, finalize
from service.settings import Settings
from service.stamping.cosigner import PROTOCOL, PileAsked, Request, read_brought
from service.stamping.libcrypto import Signer
from service.stamping.plain import encode
from service.stamping.relay import Answer, Question
from surveys import canonical
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy, SlipCount, StampKeys, fingerprint
from surveys.refusals import Refusal
from tests.builders import SURVEY, a_manifest
from tests.people import WU

RIGHTS = 3


@cache
def own_keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    """The registrar's inner and outer key."""
    return rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)


def modulus(key: rsa.RSAPrivateKey) -> str:
    return f"{key.public_key().public_numbers().n:x}"


def a_request(**changes: object) -> Request:
    asked = Request(
        protocol=PROTOCOL,
        survey=SURVEY,
        title="2026年部门工作民主测评",
        holder=WU,
        server="http://minping.test",
        token="0000-0000",
        piles=(PileAsked("deputies", WHOLE, modulus(own_keys()[1])),),
    )
    return msgspec.structs.replace(asked, **changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys made once; every test begins a ledger of its own."""
    place = tmp_path_factory.mktemp("machine") / "cosign"
    make(a_request(), place, tell=lambda _number: None)
    return place


@pytest.fixture
def keys(folder: Path) -> Keyfile:
    return read(folder)


def the_manifest(keys: Keyfile, **changes: object) -> Manifest:
    theirs = Signer(bytes.fromhex(keys.halves[0].private)).modulus
    inner, outer = own_keys()
    pair = StampKeys(
        group="deputies",
        unit=WHOLE,
        eligible=RIGHTS,
        inner=modulus(inner),
        outer=f"{int(modulus(outer), 16) * theirs:x}",
        cosigner=f"{theirs:x}",
    )
    return a_manifest(
        secrecy=Secrecy.SEALED,
        slips=(SlipCount("deputies", WHOLE, RIGHTS),),
        stamps=(pair,),
        cosigners=(WU,),
        **changes,
    )


def a_question(number: int = 1, message: bytes = b"\1", **changes: str) -> Question:
    asked = Question(f"{number:032x}", "deputies", WHOLE, message.rjust(256, b"\0").hex())
    return msgspec.structs.replace(asked, **changes)


def refusals(answers: tuple[Answer, ...]) -> list[str]:
    return [answer.refused for answer in answers]


def test_one_right_is_co_signed_once_and_a_repeat_gets_the_same_half(
    keys: Keyfile, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    machine = Machine(keys, the_manifest(keys), ledger)
    first, again = machine.answer([a_question(1), a_question(1)])
    assert first == again
    assert first.half
    assert refusals(machine.answer([a_question(1, b"\2")])) == ["other_message"]
    assert ledger.counts() == {"deputies/": 1}


def test_no_more_rights_than_the_manifest_has_whatever_the_registrar_asks(
    keys: Keyfile, tmp_path: Path
) -> None:
    machine = Machine(keys, the_manifest(keys), Ledger(tmp_path))
    said = refusals(machine.answer([a_question(number) for number in range(RIGHTS + 2)]))
    assert said == [""] * RIGHTS + ["limit"] * 2
    assert refusals(machine.answer([a_question(RIGHTS + 1), a_question(0)])) == ["limit", ""]
    strange = [
        a_question(7, group="public"),
        a_question(8, blinded="0a"),
        a_question(9, blinded="ff" * 256),
    ]
    assert refusals(machine.answer(strange)) == ["malformed"] * 3


def test_after_a_crash_the_ledger_stands_and_after_the_end_nothing_is_signed(
    keys: Keyfile, tmp_path: Path
) -> None:
    manifest = the_manifest(keys)
    ledger = Ledger(tmp_path)
    before = Machine(keys, manifest, ledger).answer([a_question(1)])
    with pytest.raises(Refusal, match=r"cosign\.folder_taken"):
        Ledger(tmp_path)
    copied = tmp_path / "after the power failed"
    copied.mkdir()
    (copied / LEDGER).write_bytes((tmp_path / LEDGER).read_bytes())
    ledger.close()
    ledger = Ledger(copied)
    machine = Machine(keys, manifest, ledger)
    assert machine.answer([a_question(1)]) == before
    assert refusals(machine.answer([a_question(1, b"\2")])) == ["other_message"]
    ledger.end()
    assert refusals(machine.answer([a_question(1), a_question(2)])) == ["closed", "closed"]
    told = report_on(keys, manifest, ledger)
    assert (told.closed, told.piles[0].cosigned, told.piles[0].eligible) == (True, 1, RIGHTS)


def test_the_ledger_tells_nobody_who_came_after_whom(keys: Keyfile, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    Machine(keys, the_manifest(keys), ledger).answer([a_question(number) for number in (9, 1, 5)])
    ledger.close()
    rows = sqlite3.connect(tmp_path / LEDGER)
    kept = rows.execute("select * from cosigned").fetchall()
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        rows.execute("select rowid from cosigned")
    rows.close()
    assert [mark for mark, _, _ in kept] == sorted(a_question(n).mark for n in (9, 1, 5))
    assert kept[0][2] == hashlib.sha256(bytes.fromhex(a_question(1).blinded)).digest()


def test_a_manifest_of_another_fingerprint_or_without_these_keys_is_refused(
    keys: Keyfile, tmp_path: Path
) -> None:
    manifest = the_manifest(keys)
    data = canonical.encode(manifest)
    shown = fingerprint(manifest)
    grouped = " ".join(shown[at : at + 4] for at in range(0, 16, 4)).upper()
    assert read_manifest(data, grouped) == (manifest, shown)
    for typed in (shown[:15], "0" * 64, ""):
        with pytest.raises(Refusal, match=r"cosign\.other_fingerprint"):
            read_manifest(data, typed)
    (pair,), ledger = manifest.stamps, Ledger(tmp_path)
    inner = modulus(own_keys()[0])
    for stamps in (
        (),
        (msgspec.structs.replace(pair, cosigner="", outer=modulus(own_keys()[1])),),
        (msgspec.structs.replace(pair, outer=inner),),
        (pair, msgspec.structs.replace(pair, group="public")),
    ):
        other = msgspec.structs.replace(manifest, stamps=stamps)
        with pytest.raises(Refusal, match=r"cosign\.not_named"):
            Machine(keys, other, ledger)
    ledger.bind(shown)
    ledger.bind("0" * 64)
    Machine(keys, manifest, ledger).answer([a_question()])
    with pytest.raises(Refusal, match=r"cosign\.other_manifest"):
        ledger.bind(shown)


def test_a_registrar_alone_makes_no_stamp_that_the_box_takes(
    keys: Keyfile, settings: Settings
) -> None:
    """F027: minted with its own half it fails where phones, box and verify check."""
    manifest = the_manifest(keys, receipt_key=public_receipt_key(settings))
    (pair,), outer = manifest.stamps, Signer(_der(own_keys()[1]))
    hidden = blind(pair.outer, b"an envelope")
    with pytest.raises(ValueError, match="no stamp"):
        finalize(hidden, _own_half(outer, hidden.sent))
    box = stamped_box_of(manifest)
    message, size = b"whatever the message is", len(pair.outer) // 2
    half = _own_half(outer, encode(message, bytes(48), size))
    assert not stamp_holds(pair.outer, message, half)
    own = outer.sign(encode(message, bytes(48), outer.size))
    assert stamp_holds(modulus(own_keys()[1]), message, own)
    for stamp in (half, own, own.rjust(size, b"\0")):
        sent = Sent("deputies", WHOLE, bytes(box.seal.padded + 81), bytes(32), stamp)
        with pytest.raises(Refusal, match=r"stamp\.not_genuine"):
            check_stamped(box, sent)


def _own_half(outer: Signer, blinded: bytes) -> bytes:
    """All that whoever holds the registrar's key can compute of a stamp."""
    own = outer.sign((int.from_bytes(blinded) % outer.modulus).to_bytes(outer.size))
    return own.rjust(len(blinded), b"\0")


def _der(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def test_what_is_brought_must_be_a_half_of_these_very_keys_with_its_proof(folder: Path) -> None:
    asked, content = a_request(), (folder / keyfile.PUBLIC).read_bytes()
    brought = read_brought(content, SURVEY, asked.piles, stamp_holds)
    (half,) = brought.halves
    for spoiled, code in (
        (msgspec.structs.replace(brought, survey="another"), "cosign.other_evaluation"),
        (msgspec.structs.replace(brought, halves=()), "cosign.other_evaluation"),
        (msgspec.structs.replace(brought, halves=(half, half)), "cosign.other_evaluation"),
        (_with(brought, half, proof="00" * 256), "cosign.malformed"),
        (_with(brought, half, modulus=asked.piles[0].own), "cosign.malformed"),
    ):
        with pytest.raises(Refusal) as told:
            read_brought(canonical.encode(spoiled), SURVEY, asked.piles, stamp_holds)
        assert told.value.code == code
    with pytest.raises(Refusal, match=r"cosign\.malformed"):
        read_brought(b"{}", SURVEY, asked.piles, stamp_holds)
    with pytest.raises(Refusal, match=r"cosign\.folder_taken"):
        make(asked, folder, tell=lambda _number: None)


def _with(brought: msgspec.Struct, half: msgspec.Struct, **changes: str) -> msgspec.Struct:
    return msgspec.structs.replace(brought, halves=(msgspec.structs.replace(half, **changes),))
