"""Somebody who has never seen the workbench does what the tutorial says, word for word."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from service.demonstration.cards import read_cards
from service.settings import CHECKOUT
from tests.browsers import PHONE, a_patient_context
from tests.elections.presidium import start_key
from tests.journeys.sites import Site, running
from tests.journeys.tutorial import Step, read_steps

PAGE = CHECKOUT / "docs" / "tutorial" / "first-evaluation.md"


class Reader:
    """Sits before one browser at a time; notes down what it is told to note."""

    def __init__(self, chromium: Browser, site: Site, folder: Path) -> None:
        self.chromium, self.site, self.folder = chromium, site, folder
        self.noted: dict[str, str] = {}
        self.browsers: dict[str, tuple[BrowserContext, Page]] = {}
        self.here = "钱秘书"
        self.sheet = b""

    async def page(self) -> Page:
        if self.here not in self.browsers:
            context = await a_patient_context(self.chromium, base_url=self.site.address)
            page = await context.new_page()
            self.browsers[self.here] = (context, page)
        return self.browsers[self.here][1]

    async def follow(self, step: Step) -> None:
        page = await self.page()
        match step:
            case Step("go", (place,)):
                await page.goto(place)
            case Step("press", (button,)):
                await self.press(page, button)
            case Step("see", (words,)):
                await expect(page.get_by_text(words).first).to_be_visible()
            case Step("note", (name,)):
                self.noted[name] = await page.locator(".code").inner_text()
            case Step("sit", (who,)):
                self.here = who
            case Step("save", (name, content)):
                (self.folder / name).write_text(content, "utf-8")
            case Step("vote"):
                await self.vote_with_every_card()
            case Step(deed, (label, *words)):
                await self.fill_in(field(page, label), deed, "".join(words))

    async def fill_in(self, place: Locator, deed: str, words: str) -> None:
        match deed:
            case "type":
                await place.fill(self.noted.get(words, words))
            case "bring":
                await place.set_input_files(self.folder / words)
            case "choose":
                await place.select_option(label=words)
            case _:
                await place.check()

    async def press(self, page: Page, name: str) -> None:
        button = page.get_by_role("button", name=name, exact=True)
        link = page.get_by_role("link", name=name, exact=True)
        if "下载" in name:
            async with page.expect_download() as saving:
                await button.click()
            self.sheet = (await (await saving.value).path()).read_bytes()
        elif "PDF" in name:
            answer = await page.request.get(await link.get_attribute("href") or "")
            assert (await answer.body()).startswith(b"%PDF")
        else:
            await button.or_(link).first.click()

    async def vote_with_every_card(self) -> None:
        """One phone goes round."""
        survey = urlsplit((await self.page()).url).path.split("/")[-1]
        phone = await a_patient_context(self.chromium, viewport=PHONE)
        page = await phone.new_page()
        for number, card in enumerate(read_cards(self.sheet)):
            await page.goto("about:blank")
            await page.goto(f"{self.site.address}/v/{survey}#{card.code.replace('-', '')}")
            await cast(page, number)
        await phone.close()


async def cast(page: Page, number: int) -> None:
    """As the card says: every choice, a look at the whole, the receipt."""
    await page.click("#next")
    for department in (1, 2):
        await page.wait_for_selector(f"#d{department}:not([hidden])")
        await mark(page, f"#d{department}", number)
        await page.click("#next")
    await page.wait_for_selector("#check:not([hidden])")
    await page.get_by_role("button", name="确认投票").click()
    await page.wait_for_selector(".done")


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first


async def mark(page: Page, place: str, number: int) -> None:
    """The first two of three are pleased."""
    names = await page.eval_on_selector_all(
        f"{place} input[type=radio]", "(all) => [...new Set(all.map((one) => one.name))]"
    )
    for name in names:
        await page.locator(f'input[name="{name}"]').nth(number % 3).check(force=True)


async def test_a_secretary_follows_the_tutorial_from_the_set_up_to_the_result(
    chromium: Browser, tmp_path: Path
) -> None:
    async with running(tmp_path / "home") as site:
        reader = Reader(chromium, site, tmp_path)
        reader.noted["启动窗口里印出的启动密钥"] = await start_key(site)
        for step in read_steps(PAGE):
            await reader.follow(step)
        assert urlsplit((await reader.page()).url).path.startswith("/results/")
        for context, _ in reader.browsers.values():
            await context.close()
