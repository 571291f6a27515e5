"""Everything wired, in one place: settings and a server become the web application."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Final

from litestar import Litestar, get
from litestar.config.compression import CompressionConfig
from litestar.exceptions import HTTPException

from service.boards.appraisals.routes import router as appraisals
from service.boards.collected.routes import router as collected
from service.boards.consultations.public_routes import router as letters
from service.boards.consultations.routes import router as consultations
from service.boards.cosigning.routes import desk_router as cosigner
from service.boards.cosigning.routes import machine_router as cosigning
from service.boards.documents.routes import router as papers
from service.boards.entry.kiosk_routes import router as kiosk
from service.boards.entry.routes import router as entry
from service.boards.live.routes import router as live
from service.boards.polls.routes import router as polls
from service.boards.questionnaires.interchange_routes import router as interchange
from service.boards.questionnaires.routes import router as questionnaires
from service.boards.reception.routes import router as reception
from service.boards.results.routes import router as results
from service.boards.roll.routes import router as roll
from service.boards.signin.routes import router as signin
from service.boards.staff.routes import router as staff
from service.boards.stamps.routes import box_router, registrar_router
from service.boards.voting.routes import router as voting
from service.box.casting import open_casting
from service.database import Role, open_pool, transaction
from service.database.cluster import Server, find_server
from service.database.reading import open_reading
from service.identity.guards import guard
from service.identity.store import find_first_town
from service.settings import Settings
from service.stamping.stamping import open_stamping
from service.web import assets, masthead, problems, resources
from service.web.resources import DEPENDENCIES, Resources
from service.web.safety import content_policy, harden, refuse_at_the_door
from surveys.refusals import Refusal

LARGEST_BODY = 64 * 1024
COMPRESSION = CompressionConfig(
    backend="gzip",
    gzip_compress_level=6,
    # A stream is sent as it comes; pages with a session's token do not shrink beside typed words;
    # the empty ballot is kept compressed, in pieces where it is for whoever signed in.
    exclude=[
        "/live/[^/]+/stream",
        "/console",
        "^/stamp/",
        "^/box/",
        "^/cosign/",
        "^/v/[^/]+(/(?!check$)[^/]+)?$",
        "^/j/[^/]+/vote",
    ],
)


@get("/healthz")
async def say_alive() -> str:
    """Tell a supervisor that pages can be had."""
    return "ok"


ROUTERS: Final = (
    say_alive,
    assets.serve,
    voting,
    entry,
    kiosk,
    registrar_router,
    box_router,
    live,
    results,
    signin,
    staff,
    roll,
    questionnaires,
    interchange,
    appraisals,
    cosigner,
    cosigning,
    reception,
    collected,
    papers,
    polls,
    consultations,
    letters,
)
"""Every address there is."""


def create_app(settings: Settings, server: Server | None = None) -> Litestar:
    """The web application; without a server it finds the one this home runs."""

    @contextlib.asynccontextmanager
    async def opened(app: Litestar) -> AsyncGenerator[None, None]:
        async with _open_resources(settings, server or find_server(settings)) as opened_resources:
            resources.put(app.state, opened_resources)
            async with transaction(opened_resources.registrar) as conn:
                town = await find_first_town.maybe(conn)
            masthead.remember(app.state, town.congress if town else "")
            yield

    return Litestar(
        route_handlers=[*ROUTERS],
        middleware=[guard(resources.of)],
        dependencies=DEPENDENCIES,
        exception_handlers={
            Refusal: problems.answer_refusal,
            HTTPException: problems.answer_http,
            Exception: problems.answer_fault,
        },
        before_request=refuse_at_the_door,
        before_send=[harden(content_policy(assets.inline_hashes()))],
        lifespan=[opened],
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
        compression_config=COMPRESSION,
    )


@contextlib.asynccontextmanager
async def _open_resources(settings: Settings, server: Server) -> AsyncGenerator[Resources, None]:
    async with contextlib.AsyncExitStack() as stack:
        registrar = await open_pool(settings, server, Role.WEB, size=8)
        stack.push_async_callback(registrar.close)
        box = await open_pool(settings, server, Role.BOX, size=8)
        stack.push_async_callback(box.close)
        yield Resources(
            settings=settings,
            registrar=registrar,
            box=box,
            casting=await stack.enter_async_context(open_casting(settings, server, box)),
            stamping=await stack.enter_async_context(open_stamping(settings, server)),
            reading=await stack.enter_async_context(open_reading(settings, server)),
        )
