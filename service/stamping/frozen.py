"""Which outer keys have another half, as the frozen manifest says it.

The manifest may be frozen anew until the vote opens; from then on it is read no more.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import msgspec

from service.database import Connection, speaking_for
from service.database.statements import query
from surveys.canonical import decode
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal

Halves: TypeAlias = dict[tuple[GroupKey, UnitKey], int]
_MOMENT: Final = 1.0  # seconds for which what may still change is believed
_BEFORE: Final = frozenset({"drafted", "prepared"})


class FrozenRow(msgspec.Struct, frozen=True):
    """An evaluation's manifest, still bytes; none before it is frozen."""

    stage: str
    manifest: bytes | None


_find: Final = query("stamps", "find_frozen_keys", FrozenRow)


async def find_halves(connection: Connection, survey: SurveyKey) -> tuple[Halves, bool]:
    """The moduli of the other side's halves, and whether they stay."""
    row = await _find.maybe(connection, survey)
    if row is None or row.manifest is None:
        return {}, False
    stamps = decode(row.manifest, Manifest).stamps
    halves = {(pair.group, pair.unit): int(pair.cosigner, 16) for pair in stamps if pair.cosigner}
    return halves, row.stage not in _BEFORE


class FrozenKeys:
    """What one process knows of it."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Each reading takes a connection of its own; there are few."""
        self._connect: Callable[[], Awaitable[Connection]] = connect
        self._known: dict[SurveyKey, tuple[Halves, float]] = {}
        self._reading: asyncio.Lock = asyncio.Lock()

    async def read(self, survey: SurveyKey) -> Halves:
        """Where other halves are, by pile; a hall that asks at once has it read once."""
        async with self._reading:
            known = self._known.get(survey)
            if known is None or known[1] < time.monotonic():
                halves, stays = await self._ask(survey)
                known = halves, math.inf if stays else time.monotonic() + _MOMENT
                self._known[survey] = known
            return known[0]

    async def _ask(self, survey: SurveyKey) -> tuple[Halves, bool]:
        try:
            connection = await self._connect()
        except Exception as error:
            raise Refusal("stamp.unavailable") from error
        try:
            with speaking_for(connection, "stamp.unavailable"):
                return await find_halves(connection, survey)
        finally:
            await connection.close()
