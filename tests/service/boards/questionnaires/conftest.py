"""The secretary at a real browser, signed in, before the real application on a port of its own."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from litestar import Litestar
from playwright.async_api import Page

from tests.browsers import launched
from tests.service.boards.conftest import Browser


@pytest.fixture
async def address(app: Litestar) -> AsyncIterator[str]:
    """Where the application answers."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    await serving
    door.close()


@pytest.fixture
async def page(qian: Browser, address: str) -> AsyncIterator[Page]:
    """A window of hers; a script error or a broken policy fails the test."""
    faults: list[str] = []
    async with launched() as chromium:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800})
        await context.add_cookies(
            [{"name": each.name, "value": each.value or "", "url": address}
             for each in qian.http.cookies.jar]
        )  # fmt: skip
        window = await context.new_page()
        window.set_default_timeout(20_000)
        window.on("pageerror", lambda error: faults.append(str(error)))
        window.on(
            "console", lambda said: faults.append(said.text) if said.type == "error" else None
        )
        await window.goto(f"{address}/console/questionnaires")
        yield window
    assert faults == []
