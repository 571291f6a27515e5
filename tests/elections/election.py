"""A whole election, spoken through HTTP and the command line alone, in the order of the meeting."""

import random
from collections import Counter
from pathlib import Path

from surveys import canonical, publication
from tests.elections.crowds import GROUPS, Crowd, a_roll_of, gather, piles_of
from tests.elections.hall import Hall, Papers
from tests.elections.ledger import Ledger
from tests.elections.pages import Browser
from tests.elections.presidium import CONGRESS, Presidium
from tests.elections.printed import (
    Card,
    read_cards,
    read_fingerprint,
    read_personal_codes,
    read_serials,
)
from tests.elections.scrutineers import Scrutineers
from tests.elections.secretary import Secretary
from tests.elections.tellers import Teller, collect
from tests.elections.voters import Vote, look_up
from tests.people import LI, SUN, WU, ZHAO

DEPARTMENTS = "镇财政所 | 镇属 | 王某某\n镇自然资源所 | 派驻 | 陈某某"
SIGN = (SUN.name, LI.name)
KEEP = (SUN.name, LI.name, WU)
"""Who keeps the shares of the key; any two open the box."""


class Election:
    """One evaluation and everybody who has a hand in it."""

    def __init__(self, presidium: Presidium, crowd: Crowd, folder: Path, *, shares: bool) -> None:
        self.crowd, self.shares = crowd, shares
        self.secretary = Secretary(presidium.secretary)
        self.scrutineers = Scrutineers(KEEP, folder / "scrutineers")
        self.papers = Papers()
        self.files: dict[str, bytes] = {}
        self._presidium = presidium
        self._chance = random.Random(crowd.people)
        self.people = gather(crowd, self._chance)
        self._witness = ""
        self._vote: Vote
        self._hall: Hall

    @property
    def ledger(self) -> Ledger:
        """What people did."""
        return self._hall.ledger

    async def plan(self) -> None:
        """The roll from a file, the plan typed and read, form and roll frozen."""
        await self.secretary.import_roll(a_roll_of(self.people), "、".join(GROUPS.values()))
        await self.secretary.draft(
            title=f"老厂镇2026年度部门工作民主测评（{self.crowd.people}人）",
            departments=DEPARTMENTS,
            grades="rules",
            rules=self.crowd.rules,
            required=[],
            sealed="1",
        )
        await self.secretary.take("prepare")
        await self.secretary.until(f"{self.secretary.page}/cards")
        if self.shares:
            await self._make_key()

    async def _make_key(self) -> None:
        """Scrutineers make the key; any two of them prove that they can open with it."""
        public = await self.scrutineers.make_key("部门工作民主测评")
        await self.secretary.hand_over_key(public)
        await self.secretary.rehearse(await self.scrutineers.try_key(SUN.name, WU))

    async def print(self) -> None:
        """Cards, paper ballots and personal codes, each read off the sheet."""
        piles = piles_of(self.people)
        self.papers.cards = _by_group(read_cards(await self.secretary.print_cards(piles), CONGRESS))
        self.papers.serials = _by_group(read_serials(await self.secretary.print_paper()))
        assert {
            group: (len(self.papers.cards[group]), len(self.papers.serials[group]))
            for group in GROUPS
        } == piles
        codes = await self.secretary.print_personal_codes(self._presidium.second)
        self.papers.personal = read_personal_codes(codes)
        assert self.papers.personal.keys() == {person.name for person in self.people}

    async def open(self) -> str:
        """Count who came and open the vote; what is said before it."""
        site, survey = self._presidium.site, self.secretary.survey
        self._vote = await look_up(site.address, survey, await self.secretary.fingerprint())
        self._hall = Hall(self._vote, self.secretary, self.papers, chance=self._chance)
        present = sum(person.way != "absent" for person in self.people)
        await self.secretary.press("attendance", present=str(present))
        return await self.secretary.take("open", minutes="60")

    async def vote(self, *, lines: int = 8) -> None:
        """Everybody, so many at a time."""
        await self._hall.hold(self.people, self._presidium.tellers[0], lines=lines)

    async def collect_paper(self) -> None:
        """While the vote is paused: typed, signed by two scrutineers, put into the box."""
        await self.secretary.press("pause")
        assert "纸质票" in await self.secretary.refused("close")
        tellers = [Teller(desk, self.secretary.survey) for desk in self._presidium.tellers]
        await collect(tellers, self.ledger)
        await self.secretary.seal_paper(self.ledger.paper_counted(), SIGN)

    async def close(self) -> None:
        """Void what nobody drew, close; whoever comes now comes too late."""
        left = [code for codes in self.papers.cards.values() for code in codes]
        await self.secretary.void_left_over(left, SIGN)
        await self.secretary.take("close")
        for phone, envelope in self.ledger.waiting:
            assert await phone.cast_too_late(envelope) == "box.closed"
            await phone.aclose()

    async def count(self) -> None:
        """The witness sheet first; then the box is opened by whoever keeps its key."""
        sheet = await self.secretary.fetch("witness.pdf")
        self._witness = read_fingerprint(sheet, "封票清单总指纹")
        if self.shares:
            await self._open_away()
        else:
            await self.secretary.by_two("open-box", self._presidium.second)
        await self.secretary.until(f"{self.secretary.page}/confirm")

    async def _open_away(self) -> None:
        """Two of them, then two others: what came out must be the same."""
        archive = await self.secretary.fetch("to-open.zip")
        opened, root, box = await self.scrutineers.open_sealed(archive, SUN.name, LI.name)
        assert root == self._witness
        assert (await self.scrutineers.open_sealed(archive, LI.name, WU))[1:] == (root, box)
        await self.secretary.bring_opened(opened, self._presidium.second)

    async def publish(self) -> str:
        """The tally sheet is signed and confirmed, two publish; what is said before it."""
        assert (await self.secretary.fetch("tally-sheet.pdf")).startswith(b"%PDF")
        signed = "、".join(SIGN)
        await self.secretary.take("confirm", scrutineers=signed, tellers=WU, presiding=ZHAO.name)
        before = await self.secretary.by_two(
            "publish", self._presidium.second, approved_by="主席团第12次会议"
        )
        await self.secretary.until(f"/results/{self.secretary.survey}")
        anybody = Browser(self._presidium.site.address)
        for name in (*publication.FILES, "report.pdf"):
            answer = await anybody.http.get(f"/results/{self.secretary.survey}/{name}")
            assert answer.status_code == 200, name
            self.files[name] = answer.content
        await anybody.http.aclose()
        return before

    async def agrees(self) -> None:
        """What was published and what the presidium reads is what people did, to the last digit."""
        self.ledger.agrees(self.people, self.files)
        told = canonical.decode(await self.secretary.fetch("remarks.json"), list[dict[str, str]])
        assert Counter(remark["words"] for remark in told) == self.ledger.remarks(self.files)

    async def verify(self, *, receipts: int) -> str:
        """Anybody recounts, with the witness sheet, the notice and some voters' receipts."""
        said = await self.scrutineers.verify(
            {name: self.files[name] for name in publication.FILES},
            fingerprint=read_fingerprint(self.files["report.pdf"], "计票结果"),
            witness=self._witness,
            receipts=[canonical.encode(one) for one in self.ledger.receipts[:receipts]],
            opened=self.shares,
        )
        assert said.code == 0, said.words
        return said.words


def _by_group(cards: list[Card]) -> dict[str, list[str]]:
    """By the pile that stands on each."""
    return {
        group: [card.code for card in cards if card.pile == label]
        for group, label in GROUPS.items()
    }
