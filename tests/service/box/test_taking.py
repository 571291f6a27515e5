"""Qian uploads what scrutineers opened; what cannot have come out so is refused by name."""

import base64

import msgspec
import pytest

from service.box.away import open_away
from service.box.gate import GateState
from service.box.judging import Bench, bench_of
from service.box.keys import read_box_key
from service.box.opening import Opening
from service.box.taking import take_opened
from service.database import Pool
from service.settings import Settings
from surveys import canonical
from surveys.ballots.ballot import Remark
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes
from surveys.ballots.receipt import leaf
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.validity import Spoiled
from surveys.publication import MANIFEST, SEALED, write_sealed
from surveys.refusals import Refusal
from tests.boxes import Made, a_box, an_envelope, smuggle, turn
from tests.builders import SURVEY, a_ballot

SAID = Remark(question="remark.1", about="finance", words="路灯坏了")
NOISE = b"nothing that opens"


async def opened(settings: Settings, owner: Pool, box: Pool) -> tuple[Bench, OpenedFile]:
    """Three ballots, one remark, one envelope that does not open."""
    made = await a_box(settings, box, printed=9)
    envelopes = [
        an_envelope(made, a_ballot(number=number), *([SAID] if number == 2 else []))
        for number in range(3)
    ]
    await smuggle(owner, made, *envelopes, NOISE)
    await turn(box, SURVEY, GateState.CLOSED)
    files = {
        MANIFEST: canonical.encode(made.manifest),
        SEALED: write_sealed([_listed(made, envelope) for envelope in (*envelopes, NOISE)]),
    }
    return bench_of(made.manifest, None), open_away(files, read_box_key(settings, SURVEY))


def _listed(made: Made, envelope: bytes) -> Sealed:
    name = leaf(made.box.seal.manifest, envelope).hex()
    return Sealed(name, "deputies", base64.b64encode(envelope).decode())


def spoiled(number: int, reason: Spoiled = Spoiled.UNREADABLE) -> SpoiledEnvelopes:
    return SpoiledEnvelopes("deputies", reason, number)


def damaged(honest: OpenedFile) -> list[tuple[str, OpenedFile]]:
    """What could come of a wrong hand on the file, and the name it is refused under."""
    long = msgspec.structs.replace(SAID, words="路" * 5000)
    elsewhere = msgspec.structs.replace(SAID, about="agriculture")
    changes: list[tuple[str, dict[str, object]]] = [
        ("box.no_remark", {"remarks": (long,)}),
        ("box.no_remark", {"remarks": (elsewhere,)}),
        ("box.no_remark", {"remarks": (msgspec.structs.replace(SAID, words=""),)}),
        ("box.no_remark", {"remarks": (msgspec.structs.replace(SAID, words="路\u202e灯"),)}),
        ("box.no_remark", {"remarks": (msgspec.structs.replace(SAID, question="remark.99"),)}),
        ("box.no_remark", {"remarks": (SAID,) * 4}),
        ("box.no_reason", {"spoiled": (spoiled(1, Spoiled.OVERMARKED),)}),
        ("box.no_reason", {"spoiled": (spoiled(2), spoiled(-1, Spoiled.DUPLICATE))}),
        ("box.no_reason", {"spoiled": (spoiled(1), spoiled(0))}),
        ("box.unbalanced", {"spoiled": ()}),
        ("box.unbalanced", {"spoiled": (spoiled(2),)}),
        ("box.unbalanced", {"ballots": honest.ballots[:2], "remarks": ()}),
        ("box.unbalanced", {"spoiled": (SpoiledEnvelopes("public", Spoiled.UNREADABLE, 1),)}),
        ("box.ballot_twice", {"ballots": (*honest.ballots[:2], honest.ballots[0])}),
        ("box.other_list", {"sealed_root": "0" * 64}),
    ]
    return [(code, msgspec.structs.replace(honest, **change)) for code, change in changes]


async def test_a_damaged_opening_is_refused_by_name_and_the_honest_one_is_taken_after_it(
    settings: Settings, box_pool: Pool, opener_pool: Pool, owner_pool: Pool
) -> None:
    bench, honest = await opened(settings, owner_pool, box_pool)
    for code, brought in damaged(honest):
        with pytest.raises(Refusal) as refused:
            await take_opened(opener_pool, bench, brought)
        assert refused.value.code == code, brought
    assert await take_opened(opener_pool, bench, honest) == Opening(3, 1, 1)
