"""Whom the secretary takes on, each with a password of their own."""

import re

from litestar import Litestar

from tests.service.boards.conftest import Browser

STAFF = "/console/staff"
OWN = "zhe-shi-wo-zi-ji-de"
HANDED = re.compile(r'<p class="code num"><b>([0-9A-Z-]{19})</b>')


async def take_on(qian: Browser, name: str, office: str = "member") -> str:
    """The starting password the secretary is shown, once."""
    answer = await qian.fill(STAFF, STAFF, name=name, office=office)
    found = HANDED.search(answer.text)
    assert found is not None, answer.text
    return found[1]


async def seated(app: Litestar, name: str, word: str) -> Browser:
    """A colleague's browser, signed in and with a password of their own."""
    colleague = Browser(app)
    signed = await colleague.send("/console/signin", name=name, password=word)
    assert signed.status_code == 303, signed.text
    page = "/console/password"
    assert (await colleague.fill(page, page, old=word, new=OWN)).status_code == 303
    return colleague
