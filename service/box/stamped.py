"""A stamped envelope becomes a receipt: the way in where voters seal on their own device.

Nothing here knows who sent it. The stamp is checked before the database hears of the envelope.
"""

from typing import Final

from service.box.batching import CastingQueue, StampedOffer
from service.box.casting import Casting
from service.box.receipts import sign, write_receipt
from service.box.sealing import OVERHEAD, Seal, seal_of
from service.box.stamps import stamp_holds
from surveys.ballots.receipt import Receipt, leaf
from surveys.ballots.stamps import keys_by_unit, outer_message
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.values import Value

_REFUSED: Final = {
    "not_open": "box.not_open",
    "paused": "box.paused",
    "closed": "box.closed",
    "other_manifest": "form.other_version",
}


class StampedBox(Value, frozen=True):
    """One survey's box as this way in needs it: its seal, and the outer keys' moduli."""

    survey: SurveyKey
    seal: Seal
    keys: dict[tuple[GroupKey, UnitKey], str]


class Sent(Value, frozen=True):
    """What a voter's device hands over."""

    group: GroupKey
    unit: UnitKey
    envelope: bytes
    prefix: bytes
    stamp: bytes


class Kept(Value, frozen=True):
    """The receipt, and whether the envelope had been in the box before."""

    receipt: Receipt
    repeated: bool


def stamped_box_of(manifest: Manifest, digest: str = "") -> StampedBox:
    """Work it out once per manifest and keep it; `digest` as in `seal_of`."""
    keys = keys_by_unit(manifest.stamps)
    return StampedBox(
        survey=manifest.survey,
        seal=seal_of(manifest, digest),
        keys={pile: pair.outer for pile, pair in keys.items()},
    )


async def cast_stamped(casting: Casting, box: StampedBox, sent: Sent) -> Kept:
    """Put one envelope into the box. The same envelope again gives the receipt it gave."""
    name = check_stamped(box, sent)
    offer = StampedOffer(
        survey=box.survey,
        manifest=bytes.fromhex(box.seal.manifest),
        group=sent.group,
        unit=sent.unit,
        leaf=name,
        envelope=sent.envelope,
        prefix=sent.prefix,
        stamp=sent.stamp,
        receipt=sign(casting.receipt_key, box.seal.manifest, name),
    )
    return await _offer(casting.queue, box, offer)


def check_stamped(box: StampedBox, sent: Sent) -> bytes:
    """The leaf of an envelope that has the one length and its group's and unit's outer stamp."""
    if len(sent.envelope) != box.seal.padded + OVERHEAD:
        raise Refusal("box.wrong_length")
    modulus = box.keys.get((sent.group, sent.unit), "")
    name = leaf(box.seal.manifest, sent.envelope)
    message = outer_message(sent.prefix, box.seal.manifest, name)
    if not (modulus and stamp_holds(modulus, message, sent.stamp)):
        raise Refusal("stamp.not_genuine")
    return name


async def _offer(queue: CastingQueue, box: StampedBox, offer: StampedOffer) -> Kept:
    outcome = await queue.put(offer)
    if outcome.outcome in _REFUSED:
        raise Refusal(_REFUSED[outcome.outcome])
    assert outcome.leaf is not None
    assert outcome.receipt is not None
    receipt = write_receipt(box.seal.manifest, outcome.leaf, outcome.receipt)
    return Kept(receipt, repeated=outcome.outcome == "repeated")
