"""What the big screen asks: the page, the numbers once, the numbers as they change."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from reports.wording.rules import say_rules
from service.boards.live import actions
from service.boards.live.actions import Screen
from service.boards.live.lookout import PAUSE, Lookout
from service.database import Pool
from service.web import pages
from service.web.resources import Reach, Resources
from service.web.views.live import ScreenView, Turnout
from service.web.views.result import ResultView
from surveys import canonical
from surveys.keys import SurveyKey
from surveys.refusals import Refusal
from surveys.stages import Stage

LOOKOUT: Final = Lookout()
"""Of this process, for all its screens."""
BEAT: Final = 3.0
"""Seconds after which unchanged numbers are sent again, so that the screen knows we are there."""


@get("/{survey:str}/screen")
async def show_screen(survey: FromPath[str], reach: Reach) -> Response[str]:
    """The screen for the projector."""
    screen = await actions.look(reach.registrar, reach.box, survey)
    view = ScreenView.of(
        screen.shown,
        screen.turnout,
        origin=reach.settings.public_address,
        result=await _result(reach.registrar, screen),
    )
    return pages.show("live/screen.html", view=view)


async def _result(pool: Pool, screen: Screen) -> ResultView | None:
    """A poll has no slides: its result is read, not shown in a hall."""
    if screen.turnout.stage is not Stage.PUBLISHED or screen.shown.poll:
        return None
    published = await actions.read_result(pool, screen.shown.survey)
    return ResultView.of(
        published.manifest,
        published.result,
        rule_words=say_rules(published.manifest.rules),
        fingerprint=published.fingerprint,
    )


@get("/{survey:str}/turnout")
async def show_turnout(survey: FromPath[str], reach: Reach) -> Turnout:
    """The numbers, for a screen that cannot hear the stream."""
    return (await LOOKOUT.look(reach.registrar, reach.box, survey)).turnout


@get("/{survey:str}/stream")
async def stream_turnout(survey: FromPath[str], reach: Reach) -> ServerSentEvent:
    """The numbers, whenever they change."""
    await LOOKOUT.look(reach.registrar, reach.box, survey)
    return ServerSentEvent(_changes(reach, survey))


async def _changes(
    reach: Resources, survey: SurveyKey
) -> AsyncGenerator[ServerSentEventMessage, None]:
    clock = asyncio.get_running_loop().time
    sent, at = b"", clock()
    while True:
        try:
            screen = await LOOKOUT.look(reach.registrar, reach.box, survey)
            told = canonical.encode(screen.turnout)
        except Refusal:  # the database is away: say nothing, the screen keeps its numbers
            told = sent
        if told != sent or clock() - at >= BEAT:
            sent, at = told, clock()
            yield ServerSentEventMessage(data=told.decode())
        await asyncio.sleep(PAUSE)


router = Router("/live", route_handlers=[show_screen, show_turnout, stream_turnout])
