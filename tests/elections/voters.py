"""Voters' phones: they sign in or show a card, seal what their holder means, hand it to the box."""

import json
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx
import msgspec

from service.demonstration.sealed_phone import Envelope, Phone
from surveys import canonical
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.receipt import Receipt
from surveys.ballots.stamps import StampedEnclosure
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.questionnaire.answer import Mark, Marks
from tests.elections.meant import Cell, Meant
from tests.elections.pages import Browser, Form, forms_of, said
from tests.journeys.halls import post
from tests.journeys.phones import line_to

JSON = {"accept": "application/json"}


class Vote(NamedTuple):
    """What the box is asked to keep of everybody: the manifest whose fingerprint was printed."""

    address: str
    manifest: Manifest
    digest: str

    @property
    def survey(self) -> str:
        return self.manifest.survey

    @property
    def cells(self) -> list[Cell]:
        """Every department and indicator."""
        (matrix,) = self.manifest.form.matrices()
        return [(of.key, on.key) for of in matrix.subjects for on in matrix.indicators]

    def remark_key(self, department: str) -> str:
        """The question that asks for a remark on a department."""
        return next(
            question.key
            for question in self.manifest.form.questions()
            if getattr(question, "about", "") == department
        )


class Handset:
    """Somebody's phone, or a tablet of the house."""

    def __init__(self, vote: Vote) -> None:
        self._vote = vote
        self._browser = Browser(vote.address)
        self._right = ""
        self._group = ""
        self._page = ""

    async def aclose(self) -> None:
        await self._browser.http.aclose()

    def forget(self) -> None:
        """The next holder: nothing of the one before is left."""
        self._browser.http.cookies.clear()
        self._right = self._group = self._page = ""

    async def show_card(self, code: str) -> str:
        """Scan a card; the group it is good for."""
        self._right = code
        return await self._look()

    async def ask_for_code(self, number: str) -> None:
        """Type a phone number; a code waits to be read out."""
        path = f"/j/{self._vote.survey}"
        self._page = (await self._browser.do(path, f"{path}/code", {"phone": number})).text

    async def sign_in(self, knows: Mapping[str, str]) -> str:
        """Fill in what the page asks and its holder knows; the group of the ballot.

        A page may ask for the code that was read out, for a printed one, or for both in turn.
        """
        page = self._page or await self._browser.open(f"/j/{self._vote.survey}")
        for _ in range(3):
            asked = _asked(page, knows)
            answer = await self._browser.post(
                asked, {name: knows[name] for name in asked.names & knows.keys()}
            )
            if answer.status_code == 303:
                return await self._look()
            page = answer.text
        raise AssertionError(said(page))

    async def _look(self) -> str:
        path = f"/stamp/{self._vote.survey}/right"
        told = await self._send(path, {"right": self._right})
        assert (told["unit"], told["state"]) == (WHOLE, "ready")
        self._group = told["group"]
        return self._group

    async def become_tablet(self, name: str, password: str) -> None:
        """A teller sets it up, and is signed out of it by that."""
        await self._browser.do("/console/signin", given={"name": name, "password": password})
        kiosk = f"/console/doors/{self._vote.survey}/kiosk"
        await self._browser.do(kiosk)
        assert (await self._browser.http.get("/console")).status_code == 303

    async def wipe(self) -> None:
        """The next voter at a tablet."""
        shown = await self._browser.http.get(f"/kiosk/{self._vote.survey}/next")
        assert shown.headers["clear-site-data"] == '"cache", "storage"'
        await self._browser.open(f"/kiosk/{self._vote.survey}")
        self._right = self._group = ""

    async def write(self, meant: Meant) -> StampedEnclosure:
        """The ballot, with its inner stamp."""
        assert meant.group == self._group
        return await self._phone().write(self._ask, self._ballot(meant), *self._remarks(meant))

    async def close(self, written: StampedEnclosure) -> Envelope:
        """The envelope, with its outer stamp."""
        return await self._phone().close(self._ask, written)

    async def vote(self, meant: Meant) -> Receipt:
        """What nearly everybody does."""
        return await self.cast(await self.close(await self.write(meant)))

    async def vote_nonsense(self, meant: Meant) -> Receipt:
        """A client that checks nothing has a grade stamped that the form does not have."""
        invented = dict.fromkeys(meant.marks, "splendid")
        return await self.vote(meant._replace(marks=invented))

    async def tamper(self, meant: Meant) -> Receipt:
        """One that changes the ballot after it was stamped."""
        written = await self.write(meant)
        forged = msgspec.structs.replace(written.ballot, nonce=secrets.token_hex(16))
        return await self.cast(await self.close(msgspec.structs.replace(written, ballot=forged)))

    async def cast(self, envelope: Envelope, *, again: bool = False) -> Receipt:
        """Hand it to the box, which is shown no cookie."""
        told = await self._send(f"/box/{self._vote.survey}/cast", envelope.body(), cookies=False)
        assert told.pop("repeated") is again
        return Receipt(**told)

    async def cast_and_hear_nothing(self, envelope: Envelope) -> None:
        """The ballot is in the box, and the line dies before the receipt is read."""
        path = f"/box/{self._vote.survey}/cast"
        async with line_to(self._vote.address) as line:
            line.writer.write(post(self._vote.address, path, envelope.body()))
            await line.reader.readuntil(b"\r\n")

    async def cast_too_late(self, envelope: Envelope) -> str:
        """After the close: the code of the refusal."""
        answer = await self._browser.http.post(
            f"/box/{self._vote.survey}/cast", json=envelope.body(), headers=JSON
        )
        assert answer.status_code == 409, answer.text
        return answer.json()["type"]

    def _phone(self) -> Phone:
        return Phone(self._vote.manifest, self._group, WHOLE, self._vote.digest)

    async def _ask(self, kind: str, blinded: bytes) -> bytes:
        asked = {"right": self._right, "unit": WHOLE, "kind": kind, "blinded": blinded.hex()}
        return bytes.fromhex((await self._send(f"/stamp/{self._vote.survey}", asked))["stamp"])

    async def _send(self, path: str, body: dict[str, str], *, cookies: bool = True) -> Any:
        kept = dict(self._browser.http.cookies) if not cookies else {}
        if kept:
            self._browser.http.cookies.clear()
        try:
            answer = await self._post(path, body)
        finally:
            self._browser.http.cookies.update(kept)
        assert answer.status_code == 200, (path, answer.text)
        return json.loads(answer.content)

    async def _post(self, path: str, body: dict[str, str]) -> httpx.Response:
        """The same bytes again where the house says "later", as the page does."""
        for _ in range(4):
            answer = await self._browser.http.post(path, json=body, headers=JSON)
            if answer.status_code != 503:
                break
        return answer

    def _ballot(self, meant: Meant) -> Ballot:
        (matrix,) = self._vote.manifest.form.matrices()
        marks: dict[str, dict[str, Mark]] = {
            subject.key: {
                indicator.key: meant.marks[subject.key, indicator.key]
                for indicator in matrix.indicators
            }
            for subject in matrix.subjects
        }
        return Ballot(
            survey=self._vote.survey,
            group=meant.group,
            unit=WHOLE,
            answers={matrix.key: Marks(marks=marks)},
            nonce=secrets.token_hex(16),
        )

    def _remarks(self, meant: Meant) -> tuple[Remark, ...]:
        if not meant.remark:
            return ()
        about = self._vote.manifest.appraisees[0].key
        return (Remark(self._vote.remark_key(about), about, meant.remark),)


def _asked(page: str, knows: Mapping[str, str]) -> Form:
    """The form of the page that asks for nothing but what whoever reads it knows."""
    words = {"phone", "code", "personal"}
    found = [
        form for form in forms_of(page) if form.names & words and form.names & words <= knows.keys()
    ]
    assert found, said(page) or page
    return found[0]


async def look_up(address: str, survey: str, printed: str) -> Vote:
    """The manifest whose fingerprint stands on the notice."""
    browser = Browser(address)
    frozen = (await browser.http.get(f"/v/{survey}/manifest.json")).content
    await browser.http.aclose()
    assert canonical.fingerprint(frozen) == printed
    return Vote(address, canonical.decode(frozen, Manifest), printed)
