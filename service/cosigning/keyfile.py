"""A request becomes keys in a folder: private ones for this machine, public ones for the desk."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.stamping.cosigner import PROTOCOL, HalfKey, PileAsked, PublicHalves, Request, proven
from service.stamping.halves import EXPONENT, fit
from service.stamping.libcrypto import Signer
from service.stamping.plain import encode
from surveys import canonical
from surveys.keys import GroupKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

PRIVATE: Final = "cosign-private.json"
PUBLIC: Final = "cosign-public.json"
_SALT: Final = bytes(48)


class PrivateHalf(Value, frozen=True):
    """PKCS #1 in DER, hexadecimal, and the factor it stands beside."""

    group: GroupKey
    unit: UnitKey
    own: str
    private: str


class Keyfile(Value, frozen=True):
    """All this machine keeps secret."""

    request: Request
    halves: tuple[PrivateHalf, ...]
    public: str
    """Fingerprint of what was brought to the desk."""


def make(request: Request, folder: Path, *, tell: Callable[[int], None]) -> PublicHalves:
    """Draw a key for each pile, once a folder; `tell` hears how many are drawn."""
    if (folder / PRIVATE).exists():
        raise Refusal("cosign.folder_taken", path=str(folder))
    private, public = list[PrivateHalf](), list[HalfKey]()
    for number, (drawn, half) in enumerate(_draw_all(request), 1):
        private.append(drawn)
        public.append(half)
        tell(number)
    halves = PublicHalves(PROTOCOL, request.survey, tuple(public))
    folder.mkdir(parents=True, exist_ok=True)
    kept = Keyfile(request, tuple(private), halves.fingerprint())
    _write_private(folder / PRIVATE, canonical.encode(kept))
    (folder / PUBLIC).write_bytes(canonical.encode(halves))
    return halves


def read(folder: Path) -> Keyfile:
    """What `make` kept."""
    try:
        data = (folder / PRIVATE).read_bytes()
    except OSError as error:
        raise Refusal("cosign.no_folder", path=str(folder)) from error
    return canonical.decode(data, Keyfile, code="cosign.no_folder")


def read_request(data: bytes) -> Request:
    """The file the desk handed out."""
    request = canonical.decode(data, Request, code="cosign.no_request")
    if request.protocol != PROTOCOL or not request.piles:
        raise Refusal("cosign.no_request")
    return request


def _draw_all(request: Request) -> Iterator[tuple[PrivateHalf, HalfKey]]:
    for pile in request.piles:
        der = draw(int(pile.own, 16))
        signer = Signer(der)
        modulus = f"{signer.modulus:x}"
        proof = signer.sign(encode(proven(request.survey, pile, modulus), _SALT, signer.size))
        yield _private(pile, der), HalfKey(pile.group, pile.unit, modulus, proof.hex())


def _private(pile: PileAsked, der: bytes) -> PrivateHalf:
    return PrivateHalf(pile.group, pile.unit, pile.own, der.hex())


def draw(own: int) -> bytes:
    """A key as long as `own`, drawn again until the product of both has every bit of its length."""
    while True:
        key = rsa.generate_private_key(EXPONENT, own.bit_length())
        if fit(own, key.public_key().public_numbers().n):
            return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def _write_private(path: Path, data: bytes) -> None:
    """Nobody else on this computer may read it, from its first byte on; it stays if power fails."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
