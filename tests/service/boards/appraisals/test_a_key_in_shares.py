"""Scrutineers keep the key: handed over, tried, carried away, opened, brought back, counted."""

import io
import json
import re
import zipfile

import httpx
import msgspec
import pytest
from litestar import Litestar
from pypdf import PdfReader

from service.boards.appraisals import handing_out, printing
from service.box import custody, opener
from service.box.away import open_away
from service.box.custody import Custodians, Dealt
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from surveys import canonical
from surveys.ballots.opened_file import OpenedFile, fingerprint
from tests.people import LI, SUN, WU, ZHAO
from tests.service.boards.colleagues import OWN, seated, take_on
from tests.service.boards.conftest import Browser
from tests.service.boards.evaluations import an_open_vote, prepared, press

THREE = Custodians(names=(SUN.name, LI.name, WU), needed=2)
CAST = 12


async def hand_in(qian: Browser, page: str, path: str, **parts: str | bytes) -> httpx.Response:
    fields = {name: value for name, value in parts.items() if isinstance(value, str)}
    files = {name: (name, value) for name, value in parts.items() if isinstance(value, bytes)}
    token = await qian.token(f"{page}/custody")
    return await qian.http.post(
        f"{page}/{path}", data={"csrf": token, **fields}, files=files or {"none": ("none", b"")}
    )


async def vote(qian: Browser, page: str, codes: list[str]) -> None:
    """Everybody is satisfied, and says so."""
    survey = page.rpartition("/")[2]
    ballot = (await qian.get(f"/v/{survey}")).text
    form = re.search(r'name="form" value="([0-9a-f]{64})"', ballot)
    assert form is not None
    fields = dict(
        re.findall(r'<input[^>]*type="radio"[^>]*name="(m\.[^"]+)"[^>]*value="(satisfied)"', ballot)
    )
    texts = re.findall(r'<textarea[^>]*name="(q\.[^"]+)"', ballot)
    for code in codes:
        answer = await qian.send(
            f"/v/{survey}/cast", form=form[1], code=code, **fields, **{texts[0]: "路要修"}
        )
        assert answer.status_code == 200, answer.text


class Hall(msgspec.Struct, frozen=True):
    """Everybody who has a hand in it."""

    app: Litestar
    qian: Browser
    settings: Settings
    opener_pool: Pool
    press: Press
    dealt: Dealt

    async def open_boxes(self) -> bool:
        """Let the opener do one piece of work."""
        return await work_once(self.opener_pool, opener.kinds(self.settings, self.opener_pool))


async def closed(hall: Hall) -> str:
    """A vote that is over, its box still sealed to the scrutineers' key."""
    qian, dealt, settings = hall.qian, hall.dealt, hall.settings
    page = await prepared(qian, settings, hall.opener_pool)
    too_early = await hand_in(qian, page, "custody", act="rehearse", password="0000-0000")
    assert too_early.status_code == 400
    given = canonical.encode(dealt.public)
    assert (await hand_in(qian, page, "custody", act="hand-over", file=b"{}")).status_code == 400
    answer = await hand_in(qian, page, "custody", act="hand-over", file=given)
    assert answer.status_code == 303, answer.text
    assert await hall.open_boxes()
    unproved = await qian.fill(f"{page}/cards", f"{page}/cards", **{"n:deputies:": "46"})
    assert "分钥匙还没有试开过" in unproved.text
    password = custody.read_rehearsal(dealt.public, custody.combine(dealt.shares[1:], dealt.public))
    answer = await hand_in(qian, page, "custody", act="rehearse", password=password.lower())
    assert answer.status_code == 303
    codes = await an_open_vote(qian, page)
    await vote(qian, page, codes[:CAST])
    await press(qian, page, "close")
    await seated(hall.app, ZHAO.name, await take_on(qian, ZHAO.name))
    assert await work_once(hall.press.pool, handing_out.kinds(hall.press))
    return page


@pytest.fixture(scope="module")
def dealt() -> Dealt:
    return custody.deal(THREE)


@pytest.fixture
def hall(  # noqa: PLR0917 -- a hall has this many people
    app: Litestar,
    qian: Browser,
    settings: Settings,
    opener_pool: Pool,
    worker_press: Press,
    dealt: Dealt,
) -> Hall:
    return Hall(app, qian, settings, opener_pool, worker_press, dealt)


async def carried(qian: Browser, page: str) -> dict[str, bytes]:
    """The box as scrutineers carry it away."""
    archive = await qian.get(f"{page}/files/to-open.zip")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as box:
        return {name: box.read(name) for name in box.namelist()}


async def test_a_box_is_opened_away_from_the_server_and_counted(hall: Hall) -> None:
    qian, dealt = hall.qian, hall.dealt
    page = await closed(hall)
    by_system = await press(qian, page, "open-box", second=ZHAO.name, second_password=OWN)
    assert by_system == 409, "the system has no key"
    files = await carried(qian, page)
    manifest = json.loads(files["manifest.json"])
    assert (manifest["custody"], manifest["threshold"]) == ("scrutineers", 2)
    assert manifest["custodians"] == list(THREE.names)
    key = custody.combine([dealt.shares[0], dealt.shares[2]], dealt.public)
    opened = open_away(files, key)
    assert (len(opened.ballots), len(opened.remarks), opened.spoiled) == (CAST, CAST, ())
    again = open_away(files, key)
    assert again.ballots == opened.ballots, "several open independently and compare"
    two = {"second": ZHAO.name, "second_password": OWN}
    alone = await hand_in(qian, page, "opened", file=canonical.encode(opened))
    assert alone.status_code == 403
    assert (await hand_in(qian, page, "opened", file=b"opened?", **two)).status_code == 400
    for foreign in (_one_more(opened), msgspec.structs.replace(opened, sealed_root="0" * 64)):
        given = await hand_in(qian, page, "opened", file=canonical.encode(foreign), **two)
        assert given.status_code == 303
        assert await hall.open_boxes()
        assert "已计票" not in (await qian.get(page)).text, "what this box does not hold"
    brought = await hand_in(qian, page, "opened", file=canonical.encode(opened), **two)
    assert brought.status_code == 303, brought.text
    assert await hall.open_boxes()
    assert await work_once(hall.press.pool, printing.kinds(hall.press))
    shown = (await qian.get(page)).text
    assert "已计票" in shown
    assert f">{CAST}<" in shown
    sheet = PdfReader(io.BytesIO((await qian.get(f"{page}/files/tally-sheet.pdf")).content))
    signed = "".join("".join(part.extract_text() for part in sheet.pages).split())
    assert fingerprint(opened) in signed, "what each scrutineer got by opening is what they sign"


async def test_a_file_that_cannot_be_an_opening_is_refused_with_the_most_it_may_be(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    kind = "multipart/form-data; boundary=b"
    answer = await qian.http.post(
        f"{page}/opened",
        headers={"content-type": kind, "content-length": str(300 * 1024 * 1024)},
        content=b"--b--",
    )
    assert answer.status_code == 413
    assert "最多收 256 MB" in answer.text


def _one_more(opened: OpenedFile) -> OpenedFile:
    another = msgspec.structs.replace(opened.ballots[0], nonce="f" * 32)
    return msgspec.structs.replace(opened, ballots=(*opened.ballots, another))
