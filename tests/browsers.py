"""A real Chromium for tests: the system's own where there is one, else Playwright's."""

import contextlib
import os
import shutil
from collections.abc import AsyncGenerator

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

PATIENCE = 120_000
"""Milliseconds for whatever is to happen on a page, on a machine that has much else to do."""
PHONE = {"width": 360, "height": 740}
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


async def a_patient_context(chromium: Browser, **options: object) -> BrowserContext:
    """Windows of one more person; they wait as long as a busy machine may need."""
    context = await chromium.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context


@contextlib.asynccontextmanager
async def a_phone(chromium: Browser, address: str, *, scripts: bool = True) -> AsyncGenerator[Page]:
    """A cheap phone; a broken script or policy fails the test."""
    faults: list[str] = []
    context = await a_patient_context(
        chromium, base_url=address, viewport=PHONE, java_script_enabled=scripts
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    await context.close()
    assert faults == []
