"""A co-signer (联署人) of an evaluation: what their machine is asked for, and brings to the desk.

Both are files that people carry. The request names the registrar's own factor of every outer key;
the machine draws one of its own beside each, keeps the private half, and brings the moduli back
with a proof that it can sign with them.
"""

import hmac
from collections.abc import Iterable, Mapping
from typing import Annotated, Final, TypeAlias

import msgspec

from service.database import Connection
from service.database.secrets import slip_key
from service.database.statements import query
from service.settings import Settings
from service.stamping.halves import fit
from service.stamping.keys import PublicPair
from surveys import canonical, codes
from surveys.ballots.stamps import Signature, StampHolds
from surveys.keys import GroupKey, Label, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.values import Value

PROTOCOL: Final = "minping-cosign/1"
_TOKEN: Final = 20  # bytes

Modulus: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[1-9a-f][0-9a-f]{511,2047}\Z")]
"""2048 to 8192 bits."""
Pile: TypeAlias = tuple[GroupKey, UnitKey]


class PileAsked(Value, frozen=True):
    """One outer key: the registrar's own factor of it, hexadecimal."""

    group: GroupKey
    unit: UnitKey
    own: Modulus


class Request(Value, frozen=True):
    """What the desk hands out (联署请求). The token lets the machine dial in, and nothing else."""

    protocol: str
    survey: SurveyKey
    title: str
    holder: Label
    server: str
    token: str
    piles: tuple[PileAsked, ...]


class HalfKey(Value, frozen=True):
    """The machine's factor of one outer key, and a signature by it over what was asked."""

    group: GroupKey
    unit: UnitKey
    modulus: Modulus
    proof: Signature


class PublicHalves(Value, frozen=True):
    """What the machine brings to the desk."""

    protocol: str
    survey: SurveyKey
    halves: tuple[HalfKey, ...]

    def fingerprint(self) -> str:
        """Names a machine by its keys."""
        return canonical.fingerprint(canonical.encode(self))

    def moduli(self) -> dict[Pile, str]:
        """Its factor of each outer key."""
        return {(half.group, half.unit): half.modulus for half in self.halves}


def read_halves(kept: str | None) -> PublicHalves | None:
    """What was brought to the desk, as it is kept there."""
    return canonical.decode(kept, PublicHalves) if kept else None


class CosignerRow(msgspec.Struct, frozen=True):
    """Who was asked, the nonce of the token, and what was brought, still bytes."""

    holder: str
    nonce: bytes
    halves: str | None

    def read_halves(self) -> PublicHalves | None:
        """What was brought, if it was."""
        return read_halves(self.halves)


find_cosigner: Final = query("cosign", "find_cosigner", CosignerRow)


def token_of(settings: Settings, survey: SurveyKey, nonce: bytes) -> str:
    """What the machine shows when it dials in; it stands in no table."""
    words = b"cosign token\0" + survey.encode() + b"\0" + nonce
    return codes.spell(hmac.digest(slip_key(settings), words, "sha256")[:_TOKEN])


def proven(survey: SurveyKey, pile: PileAsked, modulus: str) -> bytes:
    """What a proof is a signature over."""
    words = (PROTOCOL, survey, pile.group, pile.unit, pile.own, modulus)
    return "\0".join(words).encode()


def read_brought(
    content: bytes, survey: SurveyKey, asked: Iterable[PileAsked], holds: StampHolds
) -> PublicHalves:
    """The file, if there is a good half in it for each outer key, and none twice."""
    brought = canonical.decode(content, PublicHalves, code="cosign.malformed")
    wanted = {(pile.group, pile.unit): pile for pile in asked}
    if (brought.protocol, brought.survey) != (PROTOCOL, survey):
        raise Refusal("cosign.other_evaluation")
    once = {half.modulus for half in brought.halves}
    if brought.moduli().keys() != wanted.keys() or len(once) != len(brought.halves):
        raise Refusal("cosign.other_evaluation")
    for half in brought.halves:
        pile = wanted[half.group, half.unit]
        message = proven(survey, pile, half.modulus)
        sound = fit(int(pile.own, 16), int(half.modulus, 16))
        if not (sound and holds(half.modulus, message, bytes.fromhex(half.proof))):
            raise Refusal("cosign.malformed", detail=f"{half.group} {half.unit}")
    return brought


def piles_of(pairs: Mapping[Pile, PublicPair]) -> tuple[PileAsked, ...]:
    """What is asked for: a half of each outer key."""
    return tuple(PileAsked(*pile, pairs[pile].outer) for pile in sorted(pairs))


def joined(pair: PublicPair, moduli: Mapping[Pile, str]) -> tuple[str, str]:
    """The outer modulus as the manifest says it, and the other side's factor of it, if any."""
    theirs = moduli.get((pair.group, pair.unit), "")
    return (f"{int(pair.outer, 16) * int(theirs, 16):x}" if theirs else pair.outer), theirs


def moduli_of(asked: CosignerRow | None) -> dict[Pile, str]:
    """The other side's factors; none without a co-signer, and no half-made one."""
    if asked is None:
        return {}
    halves = asked.read_halves()
    if halves is None:
        raise Refusal("cosign.not_in_place")
    return halves.moduli()


def is_frozen_with(manifest: Manifest, asked: CosignerRow | None) -> bool:
    """Whether a manifest says who co-signs as it stands now."""
    halves = asked.read_halves() if asked else None
    named = {(pair.group, pair.unit): pair.cosigner for pair in manifest.stamps if pair.cosigner}
    holders = (asked.holder,) if asked else ()
    return manifest.cosigners == holders and named == (halves.moduli() if halves else {})


async def demand_frozen(conn: Connection, manifest: Manifest, *, town: str) -> None:
    """No vote opens under a manifest that says otherwise."""
    asked = await find_cosigner.maybe(conn, town, manifest.survey)
    if not is_frozen_with(manifest, asked):
        raise Refusal("cosign.print_again")
