"""A signed batch of paper becomes envelopes in the box; cut short, it is taken up where it stood.

Nonces, prefixes and salts follow from a key of the house and the sheet's own mark, and an envelope
is kept before its outer stamp is asked for: so every step done twice is the same step. Once all are
in the box, what tellers typed and the envelopes here are deleted.
"""

import hmac
from collections.abc import Sequence
from typing import Final

import msgspec

from service.boards.collected import store
from service.boards.collected.actions import Bench, Known, read_agreed
from service.boards.collected.sheets import Sheet
from service.box import collected, sealing
from service.box.batching import Offer, StampedOffer
from service.box.collected import NoBallot
from service.box.receipts import sign
from service.box.sealing import Seal, seal_of
from service.database import transaction
from service.stamping.plain import ToStamp, stamp_collected
from service.stamping.stamping import Kind
from service.web.resources import Resources
from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import PREFIX, StampedEnclosure, inner_message, outer_message
from surveys.keys import TownKey
from surveys.manifest import Secrecy

_SALT: Final = 48


class Envelope(msgspec.Struct, frozen=True):
    """A sheet in its envelope."""

    known: Known
    envelope: bytes
    leaf: bytes


class Batch(msgspec.Struct, frozen=True):
    """What a batch is put into the box with."""

    reach: Resources
    bench: Bench
    under: Seal

    def drawn(self, known: Known, what: str, size: int) -> bytes:
        """Bytes that nobody without the key can tell from random ones, the same each time."""
        words = f"{what}\0{self.under.manifest}\0".encode() + known.mark
        return hmac.digest(self.reach.casting.slip_key, words, "sha384")[:size]


async def put_into_box(reach: Resources, town: TownKey, bench: Bench) -> int:
    """Put every agreed sheet into the box; how many there were."""
    manifest, survey = bench.row.manifest.read(), bench.row.survey_id
    batch = Batch(reach, bench, seal_of(manifest, bench.row.manifest_digest or ""))
    sheets = [(sheet.known, read_agreed(reach.settings, survey, sheet)) for sheet in bench.entered]
    if manifest.secrecy is Secrecy.SEALED:
        await _put_stamped(batch, sheets)
    else:
        await _put_with_slips(batch, sheets)
    async with transaction(reach.registrar) as conn:
        await store.drop_entries.run(conn, town, survey)
        await store.drop_sheets.run(conn, survey)
    return len(sheets)


def _ballot(batch: Batch, known: Known, sheet: Sheet) -> Ballot:
    return Ballot(
        survey=batch.bench.row.survey_id,
        group=known.group,
        unit=known.unit,
        answers=sheet.answers,
        nonce=batch.drawn(known, "nonce", 16).hex(),
    )


async def _put_with_slips(batch: Batch, sheets: Sequence[tuple[Known, Sheet]]) -> None:
    """Where the server seals: a spent slip keeps the first envelope, whatever comes again."""
    under, casting = batch.under, batch.reach.casting
    offers: list[Offer] = []
    for known, sheet in sheets:
        inside = (
            Enclosure(ballot=_ballot(batch, known, sheet), remarks=sheet.remarks)
            if sheet.valid
            else NoBallot()
        )
        envelope = sealing.seal(under, known.group, inside)
        name = leaf(under.manifest, envelope)
        offers.append(
            Offer(
                survey=batch.bench.row.survey_id,
                manifest=bytes.fromhex(under.manifest),
                mark=known.mark,
                unit=known.unit,
                leaf=name,
                envelope=envelope,
                receipt=sign(casting.receipt_key, under.manifest, name),
            )
        )
    async with transaction(batch.reach.box, busy="box.unreachable") as conn:
        await collected.put_with_slips(conn, sorted(offers, key=lambda offer: offer.leaf))


async def _put_stamped(batch: Batch, sheets: Sequence[tuple[Known, Sheet]]) -> None:
    envelopes = await _enclose(batch, sheets)
    prefixes = [batch.drawn(each.known, "outer prefix", PREFIX) for each in envelopes]
    stamps = await _stamp(
        batch,
        [
            (each.known, outer_message(prefix, batch.under.manifest, each.leaf))
            for each, prefix in zip(envelopes, prefixes, strict=True)
        ],
        Kind.OUTER,
    )
    offers = [
        StampedOffer(
            survey=batch.bench.row.survey_id,
            manifest=bytes.fromhex(batch.under.manifest),
            group=each.known.group,
            unit=each.known.unit,
            leaf=each.leaf,
            envelope=each.envelope,
            prefix=prefix,
            stamp=stamp,
            receipt=sign(batch.reach.casting.receipt_key, batch.under.manifest, each.leaf),
        )
        for each, prefix, stamp in zip(envelopes, prefixes, stamps, strict=True)
    ]
    async with transaction(batch.reach.box, busy="box.unreachable") as conn:
        await collected.put_stamped(conn, sorted(offers, key=lambda offer: offer.leaf))


async def _enclose(batch: Batch, sheets: Sequence[tuple[Known, Sheet]]) -> list[Envelope]:
    """Inner stamps, envelopes, and the envelopes kept before anything else is asked for."""
    survey, under = batch.bench.row.survey_id, batch.under
    ballots = [_ballot(batch, known, sheet) for known, sheet in sheets]
    prefixes = [batch.drawn(known, "inner prefix", PREFIX) for known, _ in sheets]
    stamps = await _stamp(
        batch,
        [
            (known, inner_message(prefix, under.manifest, canonical.encode(ballot)))
            for (known, _), prefix, ballot in zip(sheets, prefixes, ballots, strict=True)
        ],
        Kind.INNER,
    )
    made = [
        sealing.seal(
            under,
            known.group,
            StampedEnclosure(prefix.hex(), stamp.hex(), ballot, sheet.remarks)
            if sheet.valid
            else NoBallot(),
        )
        for (known, sheet), ballot, prefix, stamp in zip(
            sheets, ballots, prefixes, stamps, strict=True
        )
    ]
    async with transaction(batch.reach.registrar) as conn:
        await store.keep_sheets.run(conn, survey, [known.mark for known, _ in sheets], made)
        kept = {row.slip_mark: row.envelope for row in await store.read_sheets.all(conn, survey)}
    return [
        Envelope(known, kept[known.mark], leaf(under.manifest, kept[known.mark]))
        for known, _ in sheets
    ]


async def _stamp(batch: Batch, messages: Sequence[tuple[Known, bytes]], kind: Kind) -> list[bytes]:
    asked = [
        ToStamp(
            mark=known.mark,
            group=known.group,
            unit=known.unit,
            message=message,
            salt=batch.drawn(known, f"{kind.value} salt", _SALT),
        )
        for known, message in messages
    ]
    async with transaction(batch.reach.registrar, busy="stamp.unavailable") as conn:
        return await stamp_collected(
            conn, batch.reach.stamping, batch.bench.row.survey_id, asked, kind=kind
        )
