"""The code that seals, run by a real browser: stamps, envelopes, and how little it weighs."""

import base64
import gzip
import hashlib
import json
import re
import secrets
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.async_api import Page

from service.box.sealing import OVERHEAD, Seal, unseal
from service.box.stamps import stamp_holds
from service.stamping.selftest import Vector, read_vectors
from service.web import assets, pages
from service.web.views.ballot import BallotView
from surveys.keys import WHOLE
from surveys.manifest import Secrecy
from tests.builders import a_manifest
from tests.service.web.desk import signers

DATA = Path(__file__).parents[2] / "data"
HPKE: dict[str, Any] = json.loads((DATA / "rfc9180-p256.json").read_text("ascii"))
RECORDED: dict[str, Any] = json.loads((DATA / "interoperation.json").read_text("ascii"))

BLIND = """async ([modulus, message, salt, inverse]) => Stamps.blind(
  modulus, Bytes.fromHex(message), Stamps.draw(modulus, inverse), Bytes.fromHex(salt))"""
FINISH = """async ([modulus, message, stamp, inverse, salt]) => Stamps.finish(
  modulus, Bytes.fromHex(message), stamp, inverse, salt)"""
SEAL_WITH = """async ([box, info, plain, aad, secret, sender]) => {
  const point = Bytes.fromHex(sender), curve = { name: "ECDH", namedCurve: "P-256" };
  const letters = { "+": "-", "/": "_", "=": "" };
  const short = (bytes) => Bytes.base64(bytes).replace(/[+/=]/g, (letter) => letters[letter]);
  const jwk = { kty: "EC", crv: "P-256", d: short(Bytes.fromHex(secret)),
    x: short(point.slice(1, 33)), y: short(point.slice(33)) };
  const pair = {
    privateKey: await crypto.subtle.importKey("jwk", jwk, curve, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("raw", point, curve, true, []),
  };
  return Bytes.hex(await Envelope.seal(
    Bytes.fromHex(box), Bytes.fromHex(info), Bytes.fromHex(plain), pair, Bytes.fromHex(aad)));
}"""


@pytest.mark.parametrize("vector", read_vectors(), ids=lambda vector: vector.name)
async def test_every_vector_of_rfc_9474_comes_out(sealer: Page, vector: Vector) -> None:
    message = vector.msg_prefix + vector.msg
    asked = await sealer.evaluate(BLIND, [vector.n, message, vector.salt, vector.inv])
    assert asked["blinded"] == vector.blinded_msg
    salt = len(vector.salt) // 2
    stamp = await sealer.evaluate(FINISH, [vector.n, message, vector.blind_sig, vector.inv, salt])
    assert stamp == vector.sig


async def test_the_vector_of_rfc_9180_comes_out(sealer: Page) -> None:
    made = await sealer.evaluate(
        SEAL_WITH, [HPKE[name] for name in ("pkRm", "info", "pt", "aad", "skEm", "pkEm")]
    )
    assert made == HPKE["enc"] + HPKE["ct"]


async def test_a_blind_stamp_of_the_registrar_s_library_holds(sealer: Page) -> None:
    signer = signers()[WHOLE, "inner"]
    modulus, message = f"{signer.modulus:0512x}", secrets.token_bytes(300)
    asked = await sealer.evaluate(
        "async ([n, message]) => Stamps.blind(n, Bytes.fromHex(message))", [modulus, message.hex()]
    )
    signed = signer.sign(bytes.fromhex(asked["blinded"])).hex()
    stamp = await sealer.evaluate(FINISH, [modulus, message.hex(), signed, asked["inverse"], 48])
    assert stamp_holds(modulus, message, bytes.fromhex(stamp))
    assert signed not in {stamp, asked["blinded"]}
    other = await sealer.evaluate(
        "async ([n, message]) => Stamps.blind(n, Bytes.fromHex(message))", [modulus, message.hex()]
    )
    assert other["blinded"] != asked["blinded"]


@pytest.mark.parametrize("spoil", ["", "00", "zz" * 256, "01" * 256])
async def test_a_stamp_that_does_not_hold_is_never_used(sealer: Page, spoil: str) -> None:
    modulus = f"{signers()[WHOLE, 'inner'].modulus:0512x}"
    assert await sealer.evaluate(FINISH, [modulus, "00", spoil, "02" * 256, 48]) == ""


async def test_an_envelope_of_the_browser_opens_with_the_box_key_alone(sealer: Page) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    under = Seal("ab" * 32, point.hex(), padded=1024)
    made = await sealer.evaluate(
        """async ([box, law]) => Bytes.hex(await Envelope.seal(Bytes.fromHex(box),
          Bytes.join(Bytes.fromHex(law), "deputies"), Bytes.pad(Bytes.text("满意"), 1024)))""",
        [under.box_key, under.manifest],
    )
    envelope = bytes.fromhex(made)
    assert len(envelope) == under.padded + OVERHEAD
    opened = unseal(under, "deputies", envelope=envelope, key=key)
    assert opened == ("满意".encode() + b"\x80").ljust(1024, b"\0")
    assert unseal(under, "public", envelope=envelope, key=key) is None


async def test_what_is_too_long_for_the_one_length_is_not_sealed(sealer: Page) -> None:
    said = await sealer.evaluate(
        """() => {
          try { Bytes.pad(new Uint8Array(1024), 1024); } catch (error) { return "no"; }
        }"""
    )
    assert said == "no"


async def test_recorded_stamps_of_another_implementation_hold(sealer: Page) -> None:
    theirs = RECORDED["blindrsa"]
    assert (
        await sealer.evaluate(
            FINISH, [theirs["n"], theirs["message"], theirs["blind_sig"], theirs["inv"], 48]
        )
        == theirs["sig"]
    )
    assert stamp_holds(theirs["n"], *map(bytes.fromhex, (theirs["message"], theirs["sig"])))


async def test_the_recorded_envelope_of_another_implementation_is_ours_byte_for_byte(
    sealer: Page,
) -> None:
    theirs = RECORDED["hpke"]
    made = await sealer.evaluate(
        SEAL_WITH, [theirs[name] for name in ("pkRm", "info", "pt", "aad", "skEm", "enc")]
    )
    assert made == theirs["enc"] + theirs["ct"]


def test_a_sealed_ballot_of_four_departments_costs_fifteen_kilobytes() -> None:
    manifest = a_manifest(secrecy=Secrecy.SEALED)
    page = pages.render("voter/ballot.html", view=BallotView.of(manifest))
    assert _packed(page.encode()) <= 15_000


def test_the_manifest_can_name_the_code_that_seals() -> None:
    page = pages.render("voter/ballot.html", view=BallotView.of(a_manifest(secrecy=Secrecy.SEALED)))
    written = page.split("<script>")[1].split("</script>")[0]
    code = written.encode() + assets.linked("sealed.js")
    assert base64.b64decode(assets.sealing_script()) == hashlib.sha384(code).digest()
    assert page.count("<script") == 1


def test_the_manifest_names_every_script_of_a_page_and_of_the_tablet() -> None:
    view = BallotView.of(a_manifest(secrecy=Secrecy.SEALED))
    page = pages.render("voter/ballot.html", view=view)
    tablet = pages.render(
        "voter/ballot.html", view=msgspec.structs.replace(view, kiosk=True, home="/kiosk/s/next")
    )
    inline = re.findall(r"<script>(.*?)</script>", tablet, re.DOTALL)
    linked = re.findall(r'integrity="sha384-([^"]+)"', tablet)
    assert inline == re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert tablet.count("<script") == 1 + len(linked) - page.count("data-integrity")
    met = {base64.b64encode(hashlib.sha384(text.encode()).digest()).decode() for text in inline}
    assert assets.voting_scripts() == tuple(sorted(met | set(linked)))


def test_what_seals_weighs_eight_kilobytes() -> None:
    page, plain = (assets.inline(name).encode() for name in ("sealed-ballot.js", "ballot.js"))
    linked = assets.linked("sealed.js")
    assert _packed(page) - _packed(plain) + _packed(linked) <= 8_000


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))
