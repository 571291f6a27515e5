"""A showroom of the real pages, and windows that look into it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Browser, Page

from service.web import assets
from tests.browsers import a_patient_context
from tests.service.web.showroom import Showroom, opened

Visit = Callable[..., Awaitable[Page]]


@pytest.fixture
def room() -> Iterator[Showroom]:
    """The real pages on a port of their own."""
    with opened() as showroom:
        yield showroom


@pytest.fixture
async def visit(chromium: Browser, room: Showroom) -> AsyncIterator[Visit]:
    """Open a page of the showroom; a script error or a broken policy fails the test."""
    faults: list[str] = []

    async def open_page(path: str, width: int = 360, height: int = 740, **options: object) -> Page:
        size = {"width": width, "height": height}
        context = await a_patient_context(chromium, viewport=size, **options)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _broken(said.text) else None)
        await page.goto(room.address + path)
        return page

    yield open_page
    assert faults == []


def _broken(text: str) -> bool:
    return "Content Security Policy" in text


@pytest.fixture
async def sealer(visit: Visit) -> Page:
    """A page with the code that seals, and nothing else of ours."""
    page = await visit("/receipt")
    await page.add_script_tag(url=assets.address("sealed.js"))
    return page
