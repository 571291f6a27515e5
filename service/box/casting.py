"""A slip's code and answers become an envelope in the box and a receipt: the one way in.

The server reads the answers here, for the moment in which it seals them, and keeps them nowhere.
"""

import contextlib
import secrets
import time
from collections.abc import AsyncGenerator
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.box.batching import DEADLINE, CastingQueue, Offer, Outcome, running_queue
from service.box.receipts import receipt_key, sign, write_receipt
from service.box.sealing import Seal, seal, seal_of
from service.box.slips import Throttle, mark_of
from service.database import Connection, Pool, Role, connect, lent
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.database.statements import query
from service.settings import Settings
from surveys.ballots.ballot import Ballot, Enclosure
from surveys.ballots.enclose import separate
from surveys.ballots.receipt import Receipt, leaf
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import AnyManifest
from surveys.poll import piles
from surveys.questionnaire.answers import Answers, check
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.refusals import Refusal
from surveys.values import Value

_REFUSED: Final = {
    "unknown": "slip.unknown",
    "voided": "slip.voided",
    "other_unit": "slip.other_unit",
    "not_open": "box.not_open",
    "paused": "box.paused",
    "closed": "box.closed",
    "spent_and_closed": "slip.spent_and_closed",
    "other_manifest": "form.other_version",
}
_SHUT: Final = {"prepared": "not_open", "paused": "paused"}


class Box(Value, frozen=True):
    """One survey's box as a caster needs it: its seal, and the form of each unit's ballot."""

    survey: SurveyKey
    seal: Seal
    forms: dict[UnitKey, Questionnaire]


def box_of(manifest: AnyManifest, digest: str = "") -> Box:
    """Work it out once per manifest and keep it; `digest` as in `seal_of`."""
    units = {unit for _, unit in piles(manifest)}
    forms = {unit: restrict(manifest.form, unit) for unit in units}
    return Box(survey=manifest.survey, seal=seal_of(manifest, digest), forms=forms)


class Drawn(Value, frozen=True):
    """A slip somebody holds, as the box knows it."""

    state: str
    weighting_group: GroupKey
    unit: UnitKey
    gate: str
    manifest_digest: bytes

    @property
    def standing(self) -> str:
        """What casting with it would come to now: `ready`, `repeated`, or why it is refused."""
        if self.state == "voided":
            return "voided"
        if self.state == "spent":
            return "repeated" if self.gate in ("open", "paused") else "spent_and_closed"
        return "ready" if self.gate == "open" else _SHUT.get(self.gate, "closed")


_look = query("box", "look_at_slip", Drawn)


class Casting(msgspec.Struct, frozen=True):
    """What casting with drawn slips needs for the life of a process."""

    pool: Pool
    queue: CastingQueue
    slip_key: bytes
    receipt_key: Ed25519PrivateKey
    throttle: Throttle


@contextlib.asynccontextmanager
async def open_casting(
    settings: Settings, server: Server, pool: Pool, *, deadline: float = DEADLINE
) -> AsyncGenerator[Casting]:
    """Casting in this process: `pool` is of role BOX; envelopes go by one connection beside it."""

    async def connect_box() -> Connection:
        return await connect(settings, server, Role.BOX)

    async with running_queue(connect_box, deadline=deadline) as queue:
        yield Casting(pool, queue, slip_key(settings), receipt_key(settings), Throttle())


async def look_at_slip(casting: Casting, survey: SurveyKey, code: str) -> Drawn:
    """What a code is good for, to tell a voter before they begin; a wrong code is counted."""
    try:
        return await _find(casting, survey, mark_of(casting.slip_key, survey, code))
    except Refusal as refusal:
        if refusal.code == "slip.unknown":
            casting.throttle.count(survey, time.monotonic())
        raise


async def _find(casting: Casting, survey: SurveyKey, mark: bytes) -> Drawn:
    async with lent(casting.pool, busy="box.unreachable") as connection:
        drawn = await _look.maybe(connection, survey, mark)
    if drawn is None:
        raise Refusal("slip.unknown")
    return drawn


async def cast(  # noqa: PLR0913 -- a cast has this many parts
    casting: Casting,
    box: Box,
    *,
    code: str,
    unit: UnitKey,
    answers: Answers,
    drawn: Drawn | None = None,
) -> Receipt:
    """Put one ballot into the box. A slip that is spent already gives the receipt it gave.

    `drawn` saves a second look at a slip that the caller has just looked at.
    """
    drawn = drawn or await look_at_slip(casting, box.survey, code)
    _refuse_early(drawn, box, unit)
    enclosure = _enclose(box, drawn, answers)
    envelope = seal(box.seal, drawn.weighting_group, enclosure)
    leaf_ = leaf(box.seal.manifest, envelope)
    outcome = await casting.queue.put(
        Offer(
            survey=box.survey,
            manifest=bytes.fromhex(box.seal.manifest),
            mark=mark_of(casting.slip_key, box.survey, code),
            unit=unit,
            leaf=leaf_,
            envelope=envelope,
            receipt=sign(casting.receipt_key, box.seal.manifest, leaf_),
        )
    )
    return _receive(box, outcome)


def _refuse_early(drawn: Drawn, box: Box, unit: UnitKey) -> None:
    """What the box would refuse anyway, before the answers are looked at."""
    if drawn.unit != unit:
        raise Refusal("slip.other_unit")
    if drawn.manifest_digest.hex() != box.seal.manifest or unit not in box.forms:
        raise Refusal("form.other_version")
    if drawn.standing in _REFUSED:
        raise Refusal(_REFUSED[drawn.standing])


def _enclose(box: Box, drawn: Drawn, answers: Answers) -> Enclosure:
    form = box.forms[drawn.unit]
    choices, remarks = separate(form, check(form, answers))
    ballot = Ballot(
        survey=box.survey,
        group=drawn.weighting_group,
        unit=drawn.unit,
        answers=choices,
        nonce=secrets.token_hex(16),
    )
    return Enclosure(ballot=ballot, remarks=remarks)


def _receive(box: Box, outcome: Outcome) -> Receipt:
    if outcome.outcome in _REFUSED:
        raise Refusal(_REFUSED[outcome.outcome])
    assert outcome.leaf is not None
    assert outcome.receipt is not None
    return write_receipt(box.seal.manifest, outcome.leaf, outcome.receipt)
