"""The real application on a fresh database, and browsers that walk up to it."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncGenerator, AsyncIterator

import httpx
import pytest
import uvicorn
from litestar import Litestar
from playwright.async_api import Browser as Chromium
from playwright.async_api import ConsoleMessage, Page

from service.app import create_app
from service.database.cluster import Server
from service.identity import setup
from service.settings import Settings
from tests.browsers import a_patient_context
from tests.people import QIAN

ADDRESS = "http://minping.test"
PASSWORD = "zhe-shi-yi-ge-mi-ma"
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Browser:
    """Somebody's browser: it keeps cookies, and sends forms as the page wrote them."""

    def __init__(self, app: Litestar) -> None:
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=ADDRESS,
            headers={"origin": ADDRESS, "sec-fetch-site": "same-origin"},
        )

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Post a form without any page before it."""
        return await self.http.post(path, data=fields)

    async def fill(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Open a page, take the token of its form, post the form."""
        return await self.send(path, csrf=await self.token(page), **fields)

    async def upload(self, content: bytes, *, weightings: str = "代表") -> httpx.Response:
        """Upload a roll as the page does."""
        return await self.http.post(
            "/console/roll/import",
            data={"csrf": await self.token("/console/roll/import"), "weightings": weightings},
            files={"file": ("名册.xlsx", content)},
        )

    async def token(self, page: str) -> str:
        found = TOKEN.search((await self.get(page)).text)
        assert found is not None, page
        return found[1]

    async def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        return await self.send("/console/signin", password=password)


@pytest.fixture
async def app(settings: Settings, database: Server) -> AsyncIterator[Litestar]:
    """The application as the web process runs it."""
    running = create_app(settings, database)
    started, ended = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        """Begin and end in one task, as a server does."""
        async with running.lifespan():
            started.set()
            await ended.wait()

    life = asyncio.create_task(live())
    await asyncio.wait({life, asyncio.create_task(started.wait())}, return_when="FIRST_COMPLETED")
    yield running
    ended.set()
    await life


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    """A browser nobody has signed in with."""
    visitor = Browser(app)
    yield visitor
    await visitor.http.aclose()


async def sit_down(browser: Browser, settings: Settings) -> None:
    """The secretary sets the site up, which signs her in."""
    answer = await browser.send(
        "/console/setup",
        key=setup.spell_key(settings),
        town="老厂镇",
        congress="老厂镇人民代表大会主席团",
        name=QIAN,
        password=PASSWORD,
    )
    assert answer.status_code == 303, answer.text


@pytest.fixture
async def qian(browser: Browser, settings: Settings) -> Browser:
    """The secretary, who has set the site up and is signed in."""
    await sit_down(browser, settings)
    return browser


@pytest.fixture
async def address(app: Litestar) -> AsyncIterator[str]:
    """Where the application answers real browsers: a port of its own."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen()  # whoever comes before the server is up waits, and is not turned away
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    await serving
    door.close()


@contextlib.asynccontextmanager
async def a_window(chromium: Chromium, whose: Browser, address: str) -> AsyncGenerator[Page]:
    """A real one, signed in as they are; a script error or a broken policy fails the test."""
    faults: list[str] = []
    context = await a_patient_context(chromium, viewport={"width": 1280, "height": 800})
    await context.add_cookies(
        [{"name": each.name, "value": each.value or "", "url": address}
         for each in whose.http.cookies.jar]
    )  # fmt: skip
    window = await context.new_page()
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    yield window
    assert faults == []


def _is_fault(said: ConsoleMessage) -> bool:
    """A page that refuses answers 400 or 409, which browsers (and htmx) call an error as well."""
    refused = any(
        status in said.text for status in ("status of 400", "status of 409", "Error Code 409")
    )
    return said.type == "error" and not refused
