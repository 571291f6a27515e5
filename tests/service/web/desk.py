"""A registrar and a box that keep everything in lists, for the pages of the class sealed.

The stamps, the envelopes and the checks are the real ones; only the database is missing.
"""

import base64
import hashlib
import json
from functools import cache
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from service.box.receipts import sign
from service.box.sealing import Seal, seal_of, unseal
from service.box.stamped import Sent, check_stamped, stamped_box_of
from service.box.stamps import stamp_holds
from service.stamping.libcrypto import Signer
from surveys import canonical, codes
from surveys.ballots.ballot import unpad
from surveys.ballots.enclose import longest_stamped
from surveys.ballots.stamps import StampedEnclosure, inner_message, keys_by_unit
from surveys.keys import WHOLE, UnitKey
from surveys.manifest import Manifest, Secrecy, StampKeys
from surveys.refusals import Refusal
from surveys.values import Value
from tests.builders import a_form, a_manifest

SEALED = "sealed-2026"
BITS = 2048
CODES: dict[str, UnitKey] = {
    "K7M4-92TX-0AB1-C2D3": WHOLE,
    "ZZZZ-92TX-0AB1-C2D3": WHOLE,
    "AAAA-0000-0000-0000": "finance",
}
KINDS = ("inner", "outer")


@cache
def signers() -> dict[tuple[UnitKey, str], Signer]:
    """The private keys of one group; made once, since it takes a while."""
    return {
        (unit, kind): Signer(
            rsa.generate_private_key(65537, BITS).private_bytes(
                Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
            )
        )
        for unit in (WHOLE, "finance")
        for kind in KINDS
    }


class Right(msgspec.Struct):
    """What a slip was used for."""

    unit: UnitKey
    inner: list[bytes] = []
    outer: bytes = b""


class Opened(Value, frozen=True):
    """One ballot as the opener would find it, and whether its inner stamp holds."""

    enclosure: StampedEnclosure
    genuine: bool


class Desk:
    """Keys, rights, envelopes, and every body that came in by its address."""

    def __init__(self) -> None:
        self.box_key = ec.generate_private_key(ec.SECP256R1())
        self.receipt_key = Ed25519PrivateKey.generate()
        self.manifest = self._manifest()
        self.frozen = canonical.encode(self.manifest)
        self.seal: Seal = seal_of(self.manifest)
        self.rights = {codes.read(code, size=10): Right(unit) for code, unit in CODES.items()}
        self.envelopes: dict[str, Sent] = {}
        self.bodies: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[dict[str, str]] = []

    def _manifest(self) -> Manifest:
        form = a_form()
        public = self.box_key.public_key()
        moduli = {at: f"{signer.modulus:0{BITS // 4}x}" for at, signer in signers().items()}
        stamps = tuple(
            StampKeys("deputies", unit, 46, moduli[unit, "inner"], moduli[unit, "outer"])
            for unit in (WHOLE, "finance")
        )
        return a_manifest(
            survey=SEALED,
            form=form,
            secrecy=Secrecy.SEALED,
            stamps=stamps,
            padded=longest_stamped(form, BITS // 8),
            receipt_key=self.receipt_key.public_key().public_bytes_raw().hex(),
            box_key=public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex(),
        )

    def asked(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of one kind: `right`, `inner`, `outer` or `cast`."""
        return [body for name, body in self.bodies if name == kind]

    def find(self, code: str) -> Right:
        """The right of a slip."""
        right = self.rights.get(codes.read(code, size=10))
        if right is None:
            raise Refusal("slip.unknown")
        return right

    def stamp(self, body: dict[str, Any]) -> dict[str, str]:
        """Sign a blinded message, as often as it is asked for."""
        self.bodies.append((body["kind"], body))
        right, kind = self.find(body["right"]), body["kind"]
        asked = hashlib.sha256(bytes.fromhex(body["blinded"])).digest()
        if kind == "inner" and asked not in right.inner:
            right.inner.append(asked)
        if kind == "outer":
            right.outer = right.outer or asked
        if len(right.inner) > 2:
            raise Refusal("stamp.too_many")
        if kind == "outer" and right.outer != asked:
            raise Refusal("stamp.other_envelope")
        stamp = signers()[body["unit"], kind].sign(bytes.fromhex(body["blinded"]))
        return {"stamp": stamp.hex(), "group": "deputies", "unit": right.unit}

    def cast(self, body: dict[str, Any]) -> dict[str, Any]:
        """Put an envelope into the box."""
        self.bodies.append(("cast", body))
        sent = Sent(
            group=body["group"],
            unit=body["unit"],
            envelope=base64.b64decode(body["envelope"], validate=True),
            prefix=bytes.fromhex(body["prefix"]),
            stamp=bytes.fromhex(body["stamp"]),
        )
        name = check_stamped(stamped_box_of(self.manifest), sent)
        repeated = name.hex() in self.envelopes
        self.envelopes[name.hex()] = sent
        return {
            "manifest": self.seal.manifest,
            "leaf": name.hex(),
            "signature": sign(self.receipt_key, self.seal.manifest, name).hex(),
            "code": codes.spell(name[:5]),
            "repeated": repeated,
        }

    def opened(self) -> list[Opened]:
        """Every envelope, opened with the box key and judged."""
        return [self._open(sent) for sent in self.envelopes.values()]

    def _open(self, sent: Sent) -> Opened:
        padded = unseal(self.seal, sent.group, envelope=sent.envelope, key=self.box_key)
        assert padded is not None
        assert len(padded) == self.manifest.padded
        found = canonical.decode(unpad(padded), StampedEnclosure)
        assert canonical.encode(found) == unpad(padded)
        keys = keys_by_unit(self.manifest.stamps)[sent.group, sent.unit]
        message = inner_message(
            bytes.fromhex(found.prefix), self.seal.manifest, canonical.encode(found.ballot)
        )
        return Opened(found, stamp_holds(keys.inner, message, bytes.fromhex(found.stamp)))

    def handlers(self) -> list[ControllerRouterHandler]:
        """The addresses a page of this class asks."""

        @get(f"/v/{SEALED}/manifest.json")
        async def manifest() -> Response[bytes]:
            return Response(self.frozen, media_type="application/json")

        @post("/stamp/{survey:str}/right", status_code=200)
        async def look(survey: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, str]:
            body = json.loads(await request.body())
            self.bodies.append(("right", body))
            right = self.find(body["right"])
            state = "stamped" if right.outer else "begun" if right.inner else "ready"
            return {"group": "deputies", "unit": right.unit, "state": state}

        @post("/stamp/{survey:str}", status_code=200)
        async def stamp(survey: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, str]:
            self.headers.append(dict(request.headers))
            return self.stamp(json.loads(await request.body()))

        @post("/box/{survey:str}/cast", status_code=200)
        async def cast(survey: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, Any]:
            self.headers.append(dict(request.headers))
            return self.cast(json.loads(await request.body()))

        return [manifest, look, stamp, cast]
