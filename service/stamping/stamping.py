"""A right and a blinded message become a stamp: the one function every door comes to.

The right is spent in the database first, and only then is the message signed, off the event loop.
Signing draws nothing, so a request that is repeated gets the same answer, and neither the message
nor the answer is kept anywhere. Where scrutineers co-sign (联署), their half of an outer stamp is
waited for; without it there is none.
"""

import asyncio
import contextlib
import enum
import hashlib
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias, TypeVar

from service.database import Connection, Role, connect
from service.database.batching import DEADLINE, BatchQueue, Manner, running_batches
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.database.statements import query
from service.settings import Settings
from service.stamping.cosigned import CosignedKey, Right
from service.stamping.frozen import FrozenKeys
from service.stamping.keys import read_stamp_keys
from service.stamping.libcrypto import LibraryLacksError, Signer
from service.stamping.relay import Relay
from service.stamping.rights import Bearer
from service.stamping.selftest import check_library
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)

HANDS: Final = 2
"""Stamps made at the same time; more would only take the processors from everything else."""

REFUSED: Final = {
    "unknown": "slip.unknown",
    "voided": "slip.voided",
    "other_unit": "slip.other_unit",
    "not_open": "box.not_open",
    "paused": "box.paused",
    "closed": "box.closed",
    "too_many": "stamp.too_many",
    "after_outer": "stamp.after_outer",
    "inner_first": "stamp.inner_first",
    "other_envelope": "stamp.other_envelope",
}


class Kind(enum.Enum):
    """Which of the two stamps."""

    INNER = "inner"  # 内章, on a ballot
    OUTER = "outer"  # 外章, on an envelope


class Claim(Value, frozen=True):
    """A bearer's right to vote in one unit."""

    survey: SurveyKey
    unit: UnitKey
    bearer: Bearer


class Stamped(Value, frozen=True):
    """The blind signature, and the group whose key made it."""

    group: GroupKey
    unit: UnitKey
    stamp: bytes


class Asked(Value, frozen=True):
    """A claim on its way to the database; of the message only its digest."""

    claim: Claim
    kind: Kind
    request: bytes


class Claimed(Value, frozen=True):
    """What the registrar said to the claim at this place."""

    place: int
    outcome: str
    weighting_group: GroupKey | None


class ClaimedBy(Claimed, frozen=True):
    """The same, and who on the roll it is, where no slip was shown."""

    person: str | None


_claim = query("stamps", "claim_stamps", ClaimedBy)


async def _store(connection: Connection, asked: list[Asked]) -> list[ClaimedBy]:
    return await _claim.all(
        connection,
        [one.claim.survey for one in asked],
        [one.claim.bearer.slip for one in asked],
        [one.claim.bearer.person for one in asked],
        [session.mark if (session := one.claim.bearer.session) else None for one in asked],
        [session.since if (session := one.claim.bearer.session) else None for one in asked],
        [one.claim.unit for one in asked],
        [one.kind.value for one in asked],
        [one.request for one in asked],
    )


_MANNER: Final[Manner[Asked, ClaimedBy]] = Manner(_store, lambda _asked: None, "stamp.unavailable")

StampKey: TypeAlias = Signer | CosignedKey
_Keys: TypeAlias = dict[tuple[GroupKey, UnitKey, Kind], StampKey]


class Stamping:
    """The keys and hands of one process. Make it with `open_stamping`."""

    def __init__(
        self,
        settings: Settings,
        queue: BatchQueue[Asked, ClaimedBy],
        hands: ThreadPoolExecutor,
        frozen: FrozenKeys,
        relay: Relay,
    ) -> None:
        """No key is read before the first stamp."""
        self.queue: BatchQueue[Asked, ClaimedBy] = queue
        self.relay: Relay = relay
        self._settings: Settings = settings
        self._hands: ThreadPoolExecutor = hands
        self._frozen: FrozenKeys = frozen
        self._keys: dict[SurveyKey, tuple[object, _Keys]] = {}

    async def signer(
        self, survey: SurveyKey, group: GroupKey, unit: UnitKey, kind: Kind
    ) -> StampKey:
        """The key for this stamp."""
        found = (await self._read(survey)).get((group, unit, kind))
        if found is None:
            raise Refusal("stamp.no_key")
        return found

    def forget(self, survey: SurveyKey) -> None:
        """Drop the keys of a survey that gives no more stamps."""
        self._keys.pop(survey, None)
        self.relay.forget(survey)

    async def sign(self, key: StampKey, blinded: bytes, right: Right) -> bytes:
        """Sign in a thread: the library releases the GIL, and a hall does not wait for one."""
        if isinstance(key, Signer):
            return await self._run(key.sign, blinded)
        question = key.question(blinded, right, slip_key(self._settings))
        half = await self.relay.ask(right.survey, question)
        return await self._run(key.finish, blinded, half)

    async def fits(self, survey: SurveyKey, kind: Kind, blinded: bytes) -> bool:
        """Whether a key of this survey could sign the message, asked before a right is spent."""
        number = int.from_bytes(blinded)
        return any(
            its is kind and len(blinded) == key.size and number < key.modulus
            for (_, _, its), key in (await self._read(survey)).items()
        )

    async def _read(self, survey: SurveyKey) -> _Keys:
        """The keys; anew where the manifest names other halves than when they were read."""
        halves = await self._frozen.read(survey)
        kept = self._keys.get(survey)
        if kept is None or kept[0] != halves:
            kept = halves, await self._run(_read_keys, self._settings, survey, halves)
            self._keys[survey] = kept
        return kept[1]

    async def _run(self, work: Callable[..., Answer], *args: object) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._hands, work, *args)


@contextlib.asynccontextmanager
async def open_stamping(
    settings: Settings, server: Server, *, deadline: float = DEADLINE, relay: Relay | None = None
) -> AsyncGenerator[Stamping]:
    """Stamping in this process. A library that fails its test stops stamps, and nothing else."""
    try:
        check_library()
    except LibraryLacksError as error:
        _log.error("no stamps: %s", error)

    async def connect_registrar() -> Connection:
        return await connect(settings, server, Role.WEB)

    with ThreadPoolExecutor(HANDS, thread_name_prefix="stamp") as hands:
        async with running_batches(connect_registrar, _MANNER, deadline=deadline) as queue:
            frozen = FrozenKeys(connect_registrar)
            yield Stamping(settings, queue, hands, frozen, relay or Relay())


async def stamp(stamping: Stamping, claim: Claim, *, kind: Kind, blinded: bytes) -> Stamped:
    """Give a stamp for a right; a request that is repeated is answered as it was at first."""
    try:
        if not await stamping.fits(claim.survey, kind, blinded):
            raise Refusal("request.malformed")
        right = await _take(stamping, claim, kind=kind, blinded=blinded)
        key = await stamping.signer(claim.survey, right.group, claim.unit, kind)
        return Stamped(right.group, claim.unit, await stamping.sign(key, blinded, right))
    except ValueError as error:
        raise Refusal("request.malformed") from error
    except LibraryLacksError as error:
        _log.error("a stamp was not made: %s", error)
        raise Refusal("stamp.unavailable") from error


async def _take(stamping: Stamping, claim: Claim, *, kind: Kind, blinded: bytes) -> Right:
    """Spend the right, together with others that are asked for meanwhile."""
    request = hashlib.sha256(blinded).digest()
    claimed = await stamping.queue.put(Asked(claim=claim, kind=kind, request=request))
    if claimed.outcome == "closed":
        stamping.forget(claim.survey)
    if claimed.outcome in REFUSED:
        raise Refusal(REFUSED[claimed.outcome])
    assert claimed.weighting_group is not None
    return Right(
        claim.survey,
        claimed.weighting_group,
        claim.unit,
        slip=claim.bearer.slip,
        person=claimed.person,
    )


def _read_keys(
    settings: Settings, survey: SurveyKey, halves: dict[tuple[GroupKey, UnitKey], int]
) -> _Keys:
    check_library()
    keys: _Keys = {}
    for pair in read_stamp_keys(settings, survey):
        own = Signer(bytes.fromhex(pair.outer))
        other = halves.get((pair.group, pair.unit))
        keys[pair.group, pair.unit, Kind.INNER] = Signer(bytes.fromhex(pair.inner))
        keys[pair.group, pair.unit, Kind.OUTER] = CosignedKey(own, other) if other else own
    return keys
