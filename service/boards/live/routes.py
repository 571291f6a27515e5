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
from service.web.views.live import ScreenView, Shown, Turnout
from service.web.views.result import ResultView
from surveys import canonical
from surveys.keys import SurveyKey
from surveys.refusals import Refusal
from surveys.stages import Stage

LOOKOUT: Final = Lookout()
"""Of this process, for all its screens."""
BEAT: Final = 3.0
"""Seconds after which unchanged numbers are sent again, so that the screen knows we are there."""


def _turnout(screen: Screen) -> Turnout:
    return Turnout(
        stage=screen.stage,
        cast=screen.cast,
        issued=screen.issued,
        entitled=screen.entitled,
        present=screen.present,
        quorum=screen.quorum,
        closes_at=screen.closes_at.isoformat() if screen.closes_at else None,
        rights=screen.rights,
    )


@get("/{survey:str}/screen")
async def show_screen(survey: FromPath[str], reach: Reach) -> Response[str]:
    """The screen for the projector."""
    screen = await actions.look(reach.registrar, reach.box, survey)
    view = ScreenView.of(
        Shown(
            survey=screen.survey,
            title=screen.title,
            congress=screen.congress,
            whole=screen.whole,
            poll=screen.poll,
            law=screen.law,
        ),
        _turnout(screen),
        origin=reach.settings.public_address,
        result=await _result(reach.registrar, screen),
    )
    return pages.show("live/screen.html", view=view)


async def _result(pool: Pool, screen: Screen) -> ResultView | None:
    if screen.stage is not Stage.PUBLISHED or screen.poll:
        return None
    published = await actions.read_result(pool, screen.survey)
    return ResultView.of(
        published.manifest,
        published.result,
        rule_words=say_rules(published.manifest.rules),
        fingerprint=published.fingerprint,
    )


@get("/{survey:str}/turnout")
async def show_turnout(survey: FromPath[str], reach: Reach) -> Turnout:
    """The numbers, for a screen that cannot hear the stream."""
    return _turnout(await LOOKOUT.look(reach.registrar, reach.box, survey))


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
            told = canonical.encode(_turnout(screen))
        except Refusal:  # the database is away: say nothing, the screen keeps its numbers
            told = sent
        if told != sent or clock() - at >= BEAT:
            sent, at = told, clock()
            yield ServerSentEventMessage(data=told.decode())
        await asyncio.sleep(PAUSE)


router = Router("/live", route_handlers=[show_screen, show_turnout, stream_turnout])
