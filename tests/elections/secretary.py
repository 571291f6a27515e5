"""秘书 Qian at the workbench: every step of an evaluation by the forms its pages offer."""

import asyncio
import html
import re
from collections.abc import Mapping, Sequence

from tests.elections import pages
from tests.elections.pages import Browser, Form, forms_of
from tests.elections.presidium import Colleague

_NEW, _IMPORT = "/console/appraisals/new", "/console/roll/import"


class Secretary:
    """One evaluation, from the roll to the publication."""

    def __init__(self, desk: Colleague) -> None:
        self.desk: Browser = desk.browser
        self.survey = ""
        self._hand: tuple[Form, dict[str, str]] | None = None

    @property
    def page(self) -> str:
        """The evaluation at the workbench."""
        return f"/console/appraisals/{self.survey}"

    @property
    def doors(self) -> str:
        """The desk at the door."""
        return f"/console/doors/{self.survey}"

    async def import_roll(self, workbook: bytes, weightings: str) -> None:
        """Upload it, look it over, take it over."""
        shown = await self.desk.do(_IMPORT, given={"weightings": weightings}, file=workbook)
        (form,) = [form for form in forms_of(shown.text) if form.action.endswith("take-over")]
        answer = await self.desk.post(form, {})
        assert answer.status_code in {302, 303}, answer.text

    async def draft(self, **typed: str | list[str]) -> None:
        """Type the plan, read its rules in words, keep it."""
        shown = await self.desk.do(_NEW, given={"go": "check", **typed})
        (form,) = [form for form in forms_of(shown.text) if "seen" in form.names]
        kept = await self.desk.post(form, {"go": "save"})
        self.survey = kept.headers["location"].rpartition("/")[2]

    async def take(self, step: str, **typed: str) -> str:
        """A step with a page of its own; what that page said before it was taken."""
        before = await self.desk.open(f"{self.page}/{step}")
        await self.desk.do(f"{self.page}/{step}", given=typed)
        return html.unescape(before)

    async def press(self, step: str, **typed: str) -> None:
        """A button on the page of the evaluation."""
        await self.desk.do(self.page, f"{self.page}/{step}", typed)

    async def refused(self, step: str, **typed: str) -> str:
        """A step that cannot be taken now: why."""
        return await self.desk.refused(f"{self.page}/{step}", given=typed)

    async def until(self, address: str) -> None:
        """Wait at the page, which asks again by itself, until it leads somewhere."""
        async with asyncio.timeout(pages.PATIENCE):
            while f'href="{address}"' not in (page := await self.desk.open(self.page)):
                assert "没有准备好" not in page, page
                assert "没有完成" not in page, page
                await asyncio.sleep(0.1)

    async def fingerprint(self) -> str:
        """What cards, paper and screen bind the vote to, as the page shows it."""
        shown = await self.desk.open(self.page)
        found = re.search(r"<dt>方案指纹</dt><dd[^>]*>([0-9a-f ]+)<", shown)
        assert found is not None, shown
        return found[1].replace(" ", "")

    async def fetch(self, name: str) -> bytes:
        """Something printed for the presidium, once it is there."""
        async with asyncio.timeout(pages.PATIENCE):
            while (answer := await self.desk.http.get(f"{self.page}/files/{name}")).is_error:
                assert answer.status_code == 404, answer.text
                await asyncio.sleep(0.1)
        return answer.content

    async def hand_over_key(self, public: bytes) -> None:
        """The public half of a key in shares."""
        await self.desk.do(f"{self.page}/custody", given={"act": "hand-over"}, file=public)

    async def rehearse(self, password: str) -> None:
        """What scrutineers read together."""
        await self.desk.do(f"{self.page}/custody", given={"act": "rehearse", "password": password})

    async def print_cards(self, piles: Mapping[str, tuple[int, int]]) -> bytes:
        """Cards and paper of each pile, and signing in beside them; the sheet of cards."""
        numbers = {
            name: str(number)
            for group, (cards, papers) in piles.items()
            for name, number in ((f"n:{group}:", cards), (f"papern:{group}:", papers))
        }
        printed = await self.desk.do(f"{self.page}/cards", given={"signin": "yes", **numbers})
        assert printed.headers["content-type"] == "application/pdf", printed.text
        return printed.content

    async def print_personal_codes(self, second: Colleague) -> bytes:
        """A slip of paper for everybody, before a second person."""
        printed = await self.desk.do(
            self.doors,
            f"{self.doors}/personal-codes",
            {"second": second.name, "second_password": second.password},
        )
        return printed.content

    async def print_paper(self) -> bytes:
        """The paper ballots with their serials."""
        return (await self.desk.http.get(f"{self.doors}/paper/ballots.pdf")).content

    async def read_out(self, name: str) -> str:
        """The code that waits for somebody."""
        shown = await self.desk.open(f"{self.doors}/outbox")
        found = re.search(rf'<th scope="row">{name}</th>.*?<b>(\d{{6}})</b>', shown)
        assert found is not None, shown
        return found[1]

    async def hand(self, name: str, door: str) -> None:
        """Tick somebody off, who then draws from the pile; a long list is opened once."""
        form, keys = self._hand = self._hand or await self._open_list()
        answer = await self.desk.post(form, {"person": keys[name], "door": door})
        assert answer.status_code == 303, answer.text

    async def _open_list(self) -> tuple[Form, dict[str, str]]:
        shown = await self.desk.open(self.doors)
        found = re.findall(r'name="person" value="([^"]+)".*?aria-label="发票卡给 ([^"]+)"', shown)
        form = next(form for form in forms_of(shown) if form.action == f"{self.doors}/hand")
        return form, {name: key for key, name in found}

    async def void_left_over(self, codes: Sequence[str], scrutineers: Sequence[str]) -> None:
        """Cards nobody drew, before two scrutineers."""
        shown = await self.desk.do(
            f"{self.page}/left-over",
            given={"codes": "\n".join(codes), "witnesses": "、".join(scrutineers)},
        )
        assert shown.status_code == 200

    async def seal_paper(
        self, piles: Mapping[str, tuple[int, int]], scrutineers: Sequence[str]
    ) -> None:
        """Issued and returned as the scrutineers counted them; all of it into the box."""
        numbers = {
            f"{what}:{group}:": str(number)
            for group, counted in piles.items()
            for what, number in zip(("issued", "returned"), counted, strict=True)
        }
        signed = "、".join(scrutineers)
        paper = f"{self.doors}/paper"
        await self.desk.do(paper, f"{paper}/seal", {"scrutineers": signed, **numbers})

    async def bring_opened(self, opened: bytes, second: Colleague) -> None:
        """What scrutineers opened, before a second person."""
        await self.desk.do(
            f"{self.page}/custody",
            f"{self.page}/opened",
            {"second": second.name, "second_password": second.password},
            file=opened,
        )

    async def by_two(self, step: str, second: Colleague, **typed: str) -> str:
        """A step that two take together, each with a password of their own."""
        return await self.take(step, second=second.name, second_password=second.password, **typed)
