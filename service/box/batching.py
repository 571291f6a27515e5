"""Many casts at the same time become few short transactions on one connection.

An offer is answered after its commit, or refused at its deadline as `box.unreachable`. Offering the
same slip, or the same stamped envelope, again gives the same receipt.
"""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from service.database import Connection
from service.database.batching import DEADLINE, BatchQueue, Manner, running_batches
from service.database.statements import query
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.values import Value

__all__ = [
    "DEADLINE",
    "AnyOffer",
    "CastingQueue",
    "Offer",
    "Outcome",
    "StampedOffer",
    "running_queue",
    "slip_columns",
    "stamped_columns",
]


class Offer(Value, frozen=True):
    """An envelope and the slip it spends; `receipt` is the signature its leaf would get."""

    survey: SurveyKey
    manifest: bytes
    mark: bytes
    unit: UnitKey
    leaf: bytes
    envelope: bytes
    receipt: bytes


class StampedOffer(Value, frozen=True):
    """An envelope and its outer stamp, already found genuine; `receipt` as above."""

    survey: SurveyKey
    manifest: bytes
    group: GroupKey
    unit: UnitKey
    leaf: bytes
    envelope: bytes
    prefix: bytes
    stamp: bytes
    receipt: bytes


AnyOffer: TypeAlias = Offer | StampedOffer


class Outcome(Value, frozen=True):
    """What the box said to the offer at this place; leaf and receipt are those it keeps."""

    place: int
    outcome: str
    leaf: bytes | None
    receipt: bytes | None


_cast = query("box", "cast_slips", Outcome)
_cast_stamped = query("box", "cast_stamped", Outcome)

CastingQueue: TypeAlias = BatchQueue[AnyOffer, Outcome]


@contextlib.asynccontextmanager
async def running_queue(
    connect: Callable[[], Awaitable[Connection]], *, deadline: float = DEADLINE
) -> AsyncGenerator[CastingQueue]:
    """The queue of one process, with its worker."""
    async with running_batches(connect, _MANNER, deadline=deadline) as queue:
        yield queue


def _box_of(offer: AnyOffer) -> tuple[type[AnyOffer], SurveyKey, bytes]:
    return type(offer), offer.survey, offer.manifest


async def _store(connection: Connection, offers: list[AnyOffer]) -> list[Outcome]:
    """A batch holds one kind of offer only."""
    stamped = [offer for offer in offers if isinstance(offer, StampedOffer)]
    if stamped:
        return await _cast_stamped.all(connection, *stamped_columns(stamped))
    spending = [offer for offer in offers if isinstance(offer, Offer)]
    return await _cast.all(connection, *slip_columns(spending))


def stamped_columns(offers: Sequence[StampedOffer]) -> tuple[object, ...]:
    """Offers of one survey as the columns the box takes."""
    return (
        offers[0].survey,
        offers[0].manifest,
        [offer.group for offer in offers],
        [offer.unit for offer in offers],
        [offer.leaf for offer in offers],
        [offer.envelope for offer in offers],
        [offer.prefix for offer in offers],
        [offer.stamp for offer in offers],
        [offer.receipt for offer in offers],
    )


def slip_columns(offers: Sequence[Offer]) -> tuple[object, ...]:
    """Likewise, where each spends a slip."""
    return (
        offers[0].survey,
        offers[0].manifest,
        [offer.mark for offer in offers],
        [offer.unit for offer in offers],
        [offer.leaf for offer in offers],
        [offer.envelope for offer in offers],
        [offer.receipt for offer in offers],
    )


_MANNER: Final[Manner[AnyOffer, Outcome]] = Manner(_store, _box_of, "box.unreachable")
