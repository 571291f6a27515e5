"""A real Chromium for tests: the system's own where there is one, else Playwright's."""

import contextlib
import os
import shutil
from collections.abc import AsyncGenerator

from playwright.async_api import Browser, async_playwright, expect

PATIENCE = 60_000
"""Milliseconds for whatever is to happen on a page, on a machine that has much else to do."""
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
        expect.set_options(timeout=PATIENCE)
        yield chromium
        await chromium.close()
