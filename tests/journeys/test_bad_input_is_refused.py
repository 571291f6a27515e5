"""Whatever is thrown at the doors: the right status, one Chinese sentence, nothing half-done."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import pytest

from reports.wording.refusals import explain
from surveys.refusals import STATUS, Refusal
from tests.journeys.meetings import Meeting, a_short_plan, convene, convene_and_open
from tests.journeys.phones import (
    JSON,
    Form,
    Line,
    Reply,
    a_cast,
    cast,
    line_to,
    the_form,
    vote,
)
from tests.journeys.sites import Site

CELL = "m.grades.window.overall"
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}
UNKNOWN = "ZZZZ-ZZZZ-ZZZZ-ZZZZ"


class Hall(NamedTuple):
    """An open vote with a spent slip, a voided one, and one nobody has used."""

    meeting: Meeting
    form: Form
    spent: str
    voided: str
    ready: str

    async def cast(self, web: httpx.AsyncClient, code: str, **changes: Any) -> httpx.Response:
        """Send the ordinary form with fields changed, or left out where they are None."""
        form = {**self.form, "code": code, **changes}
        kept = {name: value for name, value in form.items() if value is not None}
        return await web.post(f"{self.meeting.page}/cast", data=kept, headers=JSON)


@pytest.fixture(scope="module")
async def hall(site: Site) -> Hall:
    meeting = await convene_and_open(site, people=6, plan=a_short_plan())
    form = await the_form(meeting)
    spent, voided, ready, *_ = meeting.codes
    async with httpx.AsyncClient(base_url=site.address, timeout=120) as web:
        await vote(web, meeting, spent, form)
    await meeting.void(voided)
    return Hall(meeting, form, spent, voided, ready)


@pytest.fixture(autouse=True)
async def nothing_half_done(hall: Hall) -> AsyncIterator[None]:
    """One ballot was in this box before, and one is in it afterwards."""
    yield
    assert await hall.meeting.cast() == 1


INSIDES = re.compile(
    r"Traceback|File \"|asyncpg|psycopg|litestar|uvicorn|msgspec|python|\bselect\b|\binsert\b"
    r"|relation |\bminping_|\.py\b|/work|/usr|postgres",
    re.IGNORECASE,
)


def refused(reply: httpx.Response, code: str) -> None:
    """The refusal by its code: status, a Chinese sentence, and nothing of our insides."""
    assert (reply.status_code, reply.json()["type"]) == (STATUS[code], code)
    assert re.search(r"[一-鿿]{4,}.*。$", reply.json()["detail"])
    nothing_leaks(reply)


def nothing_leaks(reply: httpx.Response) -> None:
    assert not INSIDES.search(re.sub(r"/minping|minping doctor", "", reply.text)), reply.text
    assert not {"server", "x-powered-by"} & set(reply.headers)


async def test_a_slip_that_nobody_printed(web: httpx.AsyncClient, hall: Hall) -> None:
    """F035: guessed, misspelt, empty or absurd, it is one and the same unknown slip."""
    for code in (UNKNOWN, "1234", "", "票卡", "0" * 5000, "' or 1=1 --", "\x00"):
        refused(await hall.cast(web, code), "slip.unknown")
    page = f"{hall.meeting.page}/cast"
    refused(await web.post(page, data=dict(hall.form), headers=JSON), "slip.unknown")


async def test_a_slip_that_was_voided(web: httpx.AsyncClient, hall: Hall) -> None:
    """F035: 410 before anything is filled in, and when it is cast."""
    looked = await web.post(f"{hall.meeting.page}/slip", json={"code": hall.voided}, headers=JSON)
    refused(looked, "slip.voided")
    refused(await hall.cast(web, hall.voided), "slip.voided")


async def test_a_slip_that_is_spent_gives_its_receipt_and_takes_no_other_vote(
    web: httpx.AsyncClient, hall: Hall
) -> None:
    """F035: told before the first mark; sent again with other answers it changes nothing."""
    looked = await web.post(f"{hall.meeting.page}/slip", json={"code": hall.spent}, headers=JSON)
    assert looked.json() == {"state": "spent", "unit": ""}
    first, other = [
        await hall.cast(web, hall.spent, **{CELL: grade}) for grade in ("satisfied", "unfamiliar")
    ]
    assert first.json() == other.json()
    assert first.json()["repeated"] is True


async def test_a_slip_of_another_evaluation(site: Site, web: httpx.AsyncClient, hall: Hall) -> None:
    other = await convene_and_open(site, people=3, plan=a_short_plan())
    refused(await hall.cast(web, other.codes[0]), "slip.unknown")
    assert await other.cast() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "f" * 64}, "form.other_version"),
        ({"form": None}, "form.other_version"),
        ({CELL: "excellent"}, "form.unknown_option"),
        ({CELL: "满意"}, "form.unknown_option"),
        ({CELL: ["satisfied", "satisfied"]}, "form.too_many"),
        ({CELL: None}, "form.missing"),
        ({CELL: ""}, "form.missing"),
        ({"m.grades.window.other": "satisfied"}, "form.unknown_question"),
        ({"m.grades.finance.overall": "satisfied"}, "form.unknown_question"),
        ({"q.salary": "1e400"}, "form.unknown_question"),
        ({"r.order.first": "1"}, "form.unknown_question"),
        ({"q.remark.1": "长" * 5000}, "form.too_long"),
        ({"form": ["a", "b"]}, "request.malformed"),
    ],
)
async def test_a_form_that_is_not_the_frozen_one(
    web: httpx.AsyncClient, hall: Hall, changes: dict[str, Any], code: str
) -> None:
    refused(await hall.cast(web, hall.ready, **changes), code)


async def test_a_kind_of_body_that_no_page_of_ours_sends(
    web: httpx.AsyncClient, hall: Hall
) -> None:
    """F059: what another site's form can send unasked is not even read."""
    body = urlencode({**hall.form, "code": hall.ready}).encode()
    for kind in ("text/plain", "TEXT/PLAIN; charset=utf-8", "application/xml", "x"):
        headers = {**JSON, "content-type": kind}
        reply = await web.post(f"{hall.meeting.page}/cast", content=body, headers=headers)
        refused(reply, "request.malformed")
    parts = await web.post(
        f"{hall.meeting.page}/cast", files={"code": hall.ready.encode()}, headers=JSON
    )
    assert 400 <= parts.status_code < 500
    nothing_leaks(parts)


async def test_two_slips_on_one_form(web: httpx.AsyncClient, hall: Hall) -> None:
    both: Any = [hall.ready, hall.meeting.codes[3]]
    refused(await hall.cast(web, both), "request.malformed")


BODIES = {
    "broken UTF-8 in percent signs": b"code=%FF%FE&form=x",
    "broken UTF-8 in bytes": b"code=\xff\xfe&form=x",
    "half a surrogate pair": b"code=%ED%A0%80&form=x",
    "no form at all": b"\x00\x01\x02",
    "JSON where a form belongs": b'{"code":"ZZZZ-ZZZZ-ZZZZ-ZZZZ"}',
    "too many fields": urlencode([(f"f{number}", "") for number in range(2001)]).encode(),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("door", ["cast", "check"])
async def test_a_body_that_is_no_form(
    web: httpx.AsyncClient, hall: Hall, body: str, door: str
) -> None:
    """F069: refused before anything else looks at it."""
    reply = await web.post(
        f"{hall.meeting.page}/{door}", content=BODIES[body], headers={**JSON, **URLENCODED}
    )
    refused(reply, "request.malformed")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 20_000 + b"]" * 20_000,
        b'{"code":' * 5000 + b"1" + b"}" * 5000,
        b'{"code":["ZZZZ"]}',
        b'{"code":1e400}',
        b'{"code":NaN}',
        b'{"code":' + b"9" * 10_000 + b"}",
        b'{"code":"Z","person":"sun"}',
        b'{"code":"\xff\xfe"}',
        b'{"code":"\\ud800"}',
        b"{}",
        b"null",
        b"",
    ],
)
async def test_json_that_is_no_slip(web: httpx.AsyncClient, hall: Hall, body: bytes) -> None:
    """F006 and F069: unknown fields, wrong types, nesting without end."""
    headers = {**JSON, "content-type": "application/json"}
    reply = await web.post(f"{hall.meeting.page}/slip", content=body, headers=headers)
    assert 400 <= reply.status_code < 500, reply.text
    refused(reply, reply.json()["type"])


@pytest.mark.parametrize(
    ("path", "size"),
    [("/v/{survey}/cast", 5_000_000), ("/v/{survey}/slip", 5_000_000), ("/receipt", 5000)],
)
async def test_a_body_that_is_too_large(site: Site, hall: Hall, path: str, size: int) -> None:
    """F037: refused by what its head announces, and by what really comes where it is silent."""
    where = path.format(survey=hall.meeting.survey)
    for announced in (True, False):
        async with line_to(site.address) as line:
            reply = await a_flood(line, where, size, announced=announced)
        assert reply is None or (reply.status, reply.code) == (413, "request.too_large")


async def a_flood(line: Line, path: str, size: int, *, announced: bool) -> Reply | None:
    """Send too much, with its length or in chunks; a line that is hung up is an answer too."""
    kind = b"application/json" if path.endswith("slip") else URLENCODED["content-type"].encode()
    length = b"Content-Length: %d" % size if announced else b"Transfer-Encoding: chunked"
    body = b"a" * size if announced else b"%x\r\n" % size + b"a" * size + b"\r\n0\r\n\r\n"
    try:
        return await line.ask(
            b"POST " + path.encode() + b" HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
            b"Content-Type: " + kind + b"\r\n" + length + b"\r\n\r\n" + body
        )
    except ConnectionError:
        return None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": "{site}.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "{site}"},
    ],
)
async def test_a_page_of_another_site_casts_nothing(
    site: Site, web: httpx.AsyncClient, hall: Hall, headers: dict[str, str]
) -> None:
    """F059 and F060: refused whatever it sends, and no other origin is ever allowed to read."""
    sent = {name: value.format(site=site.address) for name, value in headers.items()}
    reply = await cast(web, hall.meeting, hall.ready, hall.form, **sent)
    refused(reply, "request.foreign_origin")
    assert "access-control-allow-origin" not in reply.headers


async def test_the_site_s_own_page_is_not_a_foreign_one(
    site: Site, web: httpx.AsyncClient, hall: Hall
) -> None:
    own = {"origin": site.address, "sec-fetch-site": "same-origin"}
    reply = await cast(web, hall.meeting, hall.spent, hall.form, **own)
    assert reply.status_code == 200


TRAVERSALS = (
    "/static/../service/settings.py",
    "/static/..%2f..%2fsettings.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5csettings.py",
    "/static//etc/passwd",
    "/static/%00voter.css",
    "/static/.",
    "/static/tokens.css",
    "/results/{survey}/../../../etc/passwd",
    "/results/{survey}/..%2f..%2fetc%2fpasswd",
    "/results/{survey}/%2e%2e",
    "/results/..%2f{survey}/result.json",
    "/results/{survey}/result.json%00.pdf",
    "/results/{survey}/tally-sheet.pdf",
    "/results/{survey}/result.json",
    "/v/..%2f{survey}",
    "/v/{survey}/..",
    "/v/{survey}%00",
    "/v/nothing",
    "/v/nothing/cast",
    "/live/nothing/screen",
    "/live/nothing/stream",
    "/live/{survey}/../../console",
    "/.git/config",
    "/docs",
    "/schema",
    "/schema/openapi.json",
    "/metrics",
    "/admin",
)


@pytest.mark.parametrize("path", TRAVERSALS)
async def test_an_address_that_leads_nowhere(site: Site, hall: Hall, path: str) -> None:
    """F066 and F091: sent as written, no client tidies it up; 404, and never a file of ours."""
    async with line_to(site.address) as line:
        written = path.format(survey=hall.meeting.survey)
        head = f"GET {written} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n"
        reply = await line.ask(head.encode())
    assert reply.status in {400, 404}, reply.body
    assert json.loads(reply.body)["detail"].endswith("。")
    assert b"root:" not in reply.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "GET"])
async def test_another_method_is_no_way_in(web: httpx.AsyncClient, hall: Hall, method: str) -> None:
    """F059: no override turns a reading request into a cast."""
    override = {"x-http-method-override": "POST", **JSON}
    reply = await web.request(
        method,
        f"{hall.meeting.page}/cast",
        params={**hall.form, "code": hall.ready},
        headers=override,
    )
    refused(reply, "request.unknown_page")


async def test_a_vote_that_is_paused_or_over_is_told_and_loses_nothing(
    site: Site, web: httpx.AsyncClient
) -> None:
    """A slip that was spent keeps its receipt through a pause, and until the close."""
    meeting = await convene(site, people=4, plan=a_short_plan())
    await meeting.take_codes()
    first, second, *_ = meeting.codes
    form = await the_form(meeting)
    refused(await cast(web, meeting, first, form), "box.not_open")
    await meeting.open()
    sent = await vote(web, meeting, first, form)
    await meeting.pause()
    refused(await cast(web, meeting, second, form), "box.paused")
    assert (await vote(web, meeting, first, form)).receipt == sent.receipt
    await meeting.resume()
    await vote(web, meeting, second, form)
    await meeting.close()
    refused(await cast(web, meeting, meeting.codes[2], form), "box.closed")
    refused(await cast(web, meeting, first, form), "slip.spent_and_closed")
    refused(await web.get(meeting.page, headers=JSON), "box.over")
    assert await meeting.cast() == 2


async def test_a_refusal_is_a_page_for_people(web: httpx.AsyncClient, hall: Hall) -> None:
    """F064, F067 and F071: the sentence, a way on, the policy, and nothing of our insides."""
    reply = await web.post(f"{hall.meeting.page}/cast", data={**hall.form, "code": UNKNOWN})
    assert (reply.status_code, reply.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert explain(Refusal("slip.unknown")) in reply.text
    assert 'href="/receipt"' in reply.text
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert reply.headers["cache-control"] == "no-store"
    nothing_leaks(reply)


async def test_a_receipt_code_that_cannot_be_one_is_simply_not_there(
    web: httpx.AsyncClient, hall: Hall
) -> None:
    """F062: what was typed comes back as text."""
    for code in ("<script>alert(1)</script>", "票", "0" * 500, "\x00", "%"):
        reply = await web.post("/receipt", data={"code": code})
        assert reply.status_code == 200
        assert "票箱里没有这张票" in reply.text
        assert "<script>" not in reply.text


async def test_the_hall_is_as_it_was(site: Site, web: httpx.AsyncClient, hall: Hall) -> None:
    """After all of it the ready slip is still good for one ballot, looked at and not cast here."""
    looked = await web.post(f"{hall.meeting.page}/slip", json={"code": hall.ready}, headers=JSON)
    assert looked.json() == {"state": "ready", "unit": ""}
    async with line_to(site.address) as line:
        again = await line.ask(a_cast(hall.meeting, hall.spent, hall.form))
    assert again.status == 200
