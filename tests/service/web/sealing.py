"""A phone with a sealed ballot: filled in at once, its line cut, its envelope opened."""

import json
from typing import Any

from playwright.async_api import Page, Route

from surveys.questionnaire.answer import Marks
from tests.service.web.conftest import Visit
from tests.service.web.desk import SEALED, Desk
from tests.service.web.showroom import SLIP
from tests.service.web.voting import begin

BALLOT = f"/v/{SEALED}"
SCANNED = f"{BALLOT}#{SLIP}"
STEPS = {
    "right": "**/stamp/*/right",
    "inner": f"**/stamp/{SEALED}",
    "outer": f"**/stamp/{SEALED}",
    "cast": "**/box/*/cast",
}
MARK_ALL = """() => {
  const form = document.getElementById("ballot");
  form.querySelectorAll(".q.m").forEach((q, at) => q.querySelectorAll("input")[at % 4].click());
  location.hash = "check";
}"""


async def ready(visit: Visit, path: str = SCANNED) -> Page:
    """A phone with a filled-in ballot at its review, without thirty-six taps."""
    page = await visit(path)
    await begin(page)
    await page.evaluate(MARK_ALL)
    await page.wait_for_selector("#check:not([hidden])")
    return page


async def lose(page: Page, kind: str, *, after: bool) -> list[str]:
    """Cut the line at every request of a kind, before or after the server has had it."""
    lost: list[str] = []

    async def cut(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if body.get("kind", kind) != kind:
            await route.continue_()
            return
        if after:
            await route.fetch()
        lost.append(kind)
        await route.abort()

    await page.route(STEPS[kind], cut)
    return lost


def one_good_ballot(desk: Desk) -> dict[str, Any]:
    """Exactly one envelope, its ballot genuine; the marks in it by department."""
    (opened,) = desk.opened()
    assert opened.genuine
    (answer,) = opened.enclosure.ballot.answers.values()
    assert isinstance(answer, Marks)
    return answer.marks
