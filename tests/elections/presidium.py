"""A town's presidium moves into a new site: the secretary, a second person, three tellers."""

import asyncio
import re
from typing import NamedTuple

from tests.elections.pages import Browser
from tests.journeys.sites import PATIENCE, Site
from tests.people import QIAN, ZHAO

CONGRESS = "老厂镇人民代表大会主席团"
TELLERS = ("计票甲", "计票乙", "计票丙")
_KEY = re.compile(r"启动密钥 ([0-9A-Z-]+)")
_HANDED = re.compile(r'<p class="code num"><b>([0-9A-Z-]{19})</b>')
_STAFF, _PASSWORD, _SIGN_IN = "/console/staff", "/console/password", "/console/signin"


class Colleague(NamedTuple):
    """Somebody of the staff, before a browser of their own."""

    name: str
    password: str
    browser: Browser


class Presidium(NamedTuple):
    """Everybody who works at the workbench."""

    site: Site
    secretary: Colleague
    second: Colleague
    tellers: tuple[Colleague, ...]


async def move_in(site: Site) -> Presidium:
    """Set the site up with the key it printed when it started; take the others on."""
    key = await start_key(site)
    qian = Colleague(QIAN, "zhe-shi-mi-shu-de-mi-ma", Browser(site.address))
    founding = {"key": key, "town": "老厂镇", "congress": CONGRESS, "name": qian.name}
    await qian.browser.do("/console/setup", given={**founding, "password": qian.password})
    zhao = await _take_on(site, qian, ZHAO.name, "member")
    tellers = [await _take_on(site, qian, name, "teller") for name in TELLERS]
    return Presidium(site, qian, zhao, tuple(tellers))


async def start_key(site: Site) -> str:
    """What stands on the screen of whoever started the program, a moment after the addresses."""
    async with asyncio.timeout(PATIENCE):
        while not (found := _KEY.search(site.said.read_text("utf-8"))):  # noqa: ASYNC110 -- a file
            await asyncio.sleep(0.05)
    return found[1]


async def _take_on(site: Site, secretary: Colleague, name: str, office: str) -> Colleague:
    """The secretary hands over a starting password, which its owner changes at once."""
    shown = await secretary.browser.do(_STAFF, given={"name": name, "office": office})
    handed = _HANDED.search(shown.text)
    assert handed is not None, shown.text
    newcomer = Colleague(name, f"zhe-shi-{name}-zi-ji-de", Browser(site.address))
    await sign_in(newcomer.browser, name, handed[1])
    await newcomer.browser.do(_PASSWORD, given={"old": handed[1], "new": newcomer.password})
    return newcomer


async def sign_in(browser: Browser, name: str, password: str) -> None:
    """At the door of the workbench."""
    answer = await browser.send(_SIGN_IN, given={"name": name, "password": password})
    assert answer.headers.get("location") == "/console", answer.text
