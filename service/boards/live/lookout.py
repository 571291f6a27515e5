"""However many screens watch a meeting, the database is asked once a second for all of them."""

import asyncio
from typing import Final

from service.boards.live.actions import Screen, look
from service.database import Pool
from surveys.keys import SurveyKey

PAUSE: Final = 1.0
"""Seconds a look is good for; meanwhile the numbers of several voters run together."""


class Lookout:
    """The last look at each meeting that somebody watches."""

    def __init__(self) -> None:
        """Nobody watches yet."""
        self._looks: dict[SurveyKey, tuple[float, asyncio.Task[Screen]]] = {}

    async def look(self, registrar: Pool, box: Pool, survey: SurveyKey) -> Screen:
        """The screen as it was at most a second ago; a failed look is not kept."""
        clock = asyncio.get_running_loop().time()
        since, task = self._looks.get(survey, (clock - PAUSE, None))
        if task is None or clock - since >= PAUSE:
            self._forget(clock)
            task = asyncio.create_task(look(registrar, box, survey))
            self._looks[survey] = (clock, task)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._looks.pop(survey, None)
            raise

    def _forget(self, clock: float) -> None:
        stale = [survey for survey, (since, _) in self._looks.items() if clock - since >= PAUSE]
        for survey in stale:
            del self._looks[survey]
