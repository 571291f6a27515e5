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
from service.database.batching import DEADLINE
from service.database.columns import Stored
from service.database.statements import query
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.stages import Stage

Halves: TypeAlias = dict[tuple[GroupKey, UnitKey], int]
_MOMENT: Final = 1.0  # seconds for which what may still change is believed
_BUSY: Final = "stamp.unavailable"
_BEFORE: Final = frozenset({Stage.DRAFTED, Stage.PREPARED})


class FrozenRow(msgspec.Struct, frozen=True):
    """An evaluation's manifest; none before it is frozen."""

    stage: Stage
    manifest: Stored[Manifest]


_find: Final = query("stamps", "find_frozen_keys", FrozenRow)


async def find_halves(connection: Connection, survey: SurveyKey) -> tuple[Halves, bool]:
    """The moduli of the other side's halves, and whether they stay."""
    row = await _find.maybe(connection, survey)
    if row is None or not row.manifest:
        return {}, False
    stamps = row.manifest.read().stamps
    halves = {(pair.group, pair.unit): int(pair.cosigner, 16) for pair in stamps if pair.cosigner}
    return halves, row.stage not in _BEFORE


class FrozenKeys:
    """What one process knows of it."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Each reading takes a connection of its own; there are few."""
        self._connect: Callable[[], Awaitable[Connection]] = connect
        self._known: dict[SurveyKey, tuple[Halves, float]] = {}
        self._asking: dict[SurveyKey, asyncio.Task[Halves]] = {}

    async def read(self, survey: SurveyKey) -> Halves:
        """Where other halves are, by pile; a hall that asks at once has it read once."""
        known = self._known.get(survey)
        if known is not None and time.monotonic() < known[1]:
            return known[0]
        task = self._asking.get(survey)
        if task is None:
            task = self._asking[survey] = asyncio.create_task(self._ask(survey))
            task.add_done_callback(lambda _task: self._asking.pop(survey, None))
        return await asyncio.shield(task)

    async def _ask(self, survey: SurveyKey) -> Halves:
        try:
            async with asyncio.timeout(DEADLINE):
                connection = await self._connect()
                try:
                    with speaking_for(connection, _BUSY):
                        halves, stays = await find_halves(connection, survey)
                finally:
                    await connection.close()
        except Refusal:
            raise
        except Exception as error:
            raise Refusal(_BUSY) from error
        self._known[survey] = halves, math.inf if stays else time.monotonic() + _MOMENT
        return halves
