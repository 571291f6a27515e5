"""The secretary at a real browser, signed in, before the real application on a port of its own."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from tests.service.boards.conftest import Browser, a_window


@pytest.fixture
async def page(chromium: Chromium, qian: Browser, address: str) -> AsyncIterator[Page]:
    """A window of hers at the list of questionnaires."""
    async with a_window(chromium, qian, address) as window:
        await window.goto(f"{address}/console/questionnaires")
        yield window
