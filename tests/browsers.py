"""A real Chromium for tests: the system's own where there is one, else Playwright's."""

import contextlib
import os
import shutil
from collections.abc import AsyncGenerator

from playwright.async_api import Browser, async_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextlib.asynccontextmanager
async def launched() -> AsyncGenerator[Browser]:
    """A headless browser that asks nobody but us."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=os.environ.get("MINPING_CHROMIUM") or shutil.which("chromium"),
            args=list(QUIET),
        )
        yield chromium
        await chromium.close()
