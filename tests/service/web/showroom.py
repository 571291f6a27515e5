"""The real templates, views and static files behind a server that keeps its box in a list."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import ServerSentEvent

from service.web import assets, pages
from service.web.fields import one, read_fields
from service.web.problems import answer_refusal
from service.web.safety import content_policy, harden, refuse_foreign_origin
from service.web.views.ballot import BallotView
from service.web.views.front import FrontView, Listed, ReceiptCheckView
from service.web.views.live import ScreenView, Shown, Turnout
from service.web.views.result import ResultView
from service.web.views.review import ReceiptView, ReviewView
from service.web.views.secrecy import SecrecyView
from service.web.views.verification import VerifyView
from surveys import canonical, codes
from surveys.appraisal.form import ballot_form
from surveys.appraisal.presets import OVERALL
from surveys.ballots.receipt import Receipt
from surveys.canonical import fingerprint
from surveys.manifest import Manifest
from surveys.manifest import fingerprint as manifest_fingerprint
from surveys.questionnaire import answers
from surveys.questionnaire.conditions import Chosen
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    LongText,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.tally.conclusion import Attendance, Opened, conclude
from surveys.tally.results import Confirmation, Result
from tests.builders import a_ballot, a_manifest, a_plan, a_rule_set
from tests.service.web.desk import SEALED, Desk

SLIP = "K7M4-92TX-0AB1-C2D3"
SPENT = "9999-9999-9999-9999"
CLOSED = "closed"
POLL = "poll-2026"


def a_poll() -> Manifest:
    """A poll with every kind of question but the matrix, one of them hidden at first."""
    villages = tuple(Option(key=f"v{n}", label=f"第{n}村小组") for n in range(1, 5))
    questions = (
        SingleChoice(
            key="known",
            title="您去过镇便民服务中心吗",
            options=(Option(key="yes", label="去过"), Option(key="no", label="没去过")),
        ),
        MultipleChoice(key="where", title="您常去哪几个村小组", options=villages, least=1, most=2),
        Scale(key="stars", title="您打几分", low=1, high=5, high_label="最好"),
        Scale(key="points", title="按百分制打几分", low=0, high=100),
        Number(key="days", title="办成一件事用了几天", low=Fraction(0), digits=1, unit="天"),
        Ranking(key="order", title="先修哪里", options=villages[:3]),
        ShortText(
            key="what",
            title="办的是什么事",
            show_if=Chosen(question="known", options=("yes",)),
        ),
        LongText(key="else", title="还有什么要说的", required=False),
    )
    form = Questionnaire(
        title="便民服务问卷", sections=(Section(key="all", title="便民服务", questions=questions),)
    )
    return a_manifest(form=form, survey=POLL, title=form.title)


def an_ungraded_manifest() -> Manifest:
    """One overall item, rates only."""
    plan = a_plan(indicators=(OVERALL,))
    rules = a_rule_set(plan, rungs=())
    return a_manifest(form=ballot_form(plan), rules=rules)


def a_result(manifest: Manifest, voters: int = 43) -> Result:
    """43 ballots of mixed marks; the last department does worst."""
    grades = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
    departments = [appraisee.key for appraisee in manifest.appraisees]
    items = [item.key for item in manifest.rules.items]
    ballots = tuple(
        a_ballot(
            number=number,
            form=manifest.form,
            but={
                (department, item): grades[_mark(number, place * 3, at)]
                for place, department in enumerate(departments)
                for at, item in enumerate(items)
            },
        )
        for number in range(voters)
    )
    opened = Opened(
        ballots=ballots,
        unopened=(),
        leaves=tuple(sorted(fingerprint(bytes([n])) for n in range(voters))),
    )
    found = conclude(
        manifest,
        opened,
        Attendance(present=voters, voided={"deputies": {"": 50 - voters}}),
    )
    return Result(
        protocol=manifest.protocol,
        count=found.count,
        confirmation=Confirmation(
            scrutineers=("李春梅", "孙立新"),
            tellers=("钱秀英",),
            presiding="赵德明",
            confirmed_at="2026-11-20T11:00:00+08:00",
        ),
        published_at="2026-11-20T11:20:00+08:00",
        approved_by="主席团第12次会议",
    )


def _mark(number: int, harshness: int, item: int) -> int:
    """Mostly satisfied; harsher departments and the third item get more of the rest."""
    roll = (number * 7 + item * 5) % 43
    limits = (37 - harshness - (6 if item == 2 else 0), 41 - harshness // 2, 42)
    return sum(1 for limit in limits if roll >= limit)


class Showroom:
    """What the browser may see, and what has come in."""

    def __init__(self) -> None:
        self.manifest = a_manifest()
        self.poll = a_poll()
        self.desk = Desk()
        self.result = a_result(self.manifest)
        self.ungraded_manifest = an_ungraded_manifest()
        self.ungraded_result = a_result(self.ungraded_manifest)
        self.cast: dict[str, Receipt] = {}
        self.fields: list[dict[str, list[str]]] = []
        self.requests: list[str] = []
        self.failing = 0
        self.turnout = Turnout(
            stage=Stage.OPEN, cast=37, issued=43, entitled=46, present=43, quorum=24
        )
        self.cut = False
        self.address = ""

    def stand(self, stage: Stage) -> None:
        """Bring the evaluation to a stage."""
        self.turnout = msgspec.structs.replace(self.turnout, stage=stage)

    def turn_out(self, cast: int) -> None:
        """So many ballots have come in."""
        self.turnout = msgspec.structs.replace(self.turnout, cast=cast)

    def of(self, survey: str) -> Manifest:
        """The manifest of a survey."""
        if survey == CLOSED:
            raise Refusal("box.closed")
        return {POLL: self.poll, SEALED: self.desk.manifest}.get(survey, self.manifest)

    def result_view(self) -> ResultView:
        """The published result."""
        words = (
            "比率以收回的测评表为基数，得分为各档分值的平均数，“不了解”不计分。",
            "满意率达到50%评为“满意”；否则，总体满意率达到50%评为“基本满意”；其余评为“不满意”。",
        )
        return ResultView.of(
            self.manifest, self.result, rule_words=words, fingerprint="3f9a1c07" * 8
        )

    def drop(self, code: str, posted: dict[str, list[str]], manifest: Manifest) -> Receipt:
        """One slip, one ballot: a repeat gets the receipt there is."""
        code = codes.read(code, size=10).hex()
        if code not in self.cast:
            self.fields.append(posted)
            leaf = fingerprint(code.encode())
            self.cast[code] = Receipt(
                manifest=manifest_fingerprint(manifest),
                leaf=leaf,
                signature="d" * 128,
                code=codes.spell(bytes.fromhex(leaf)[:5]),
            )
        return self.cast[code]


def application(room: Showroom) -> Litestar:  # noqa: C901  one small handler a page
    """A stand-in for the boards: same addresses, same views, no database."""

    @get("/v/{survey:str}")
    async def ballot(survey: FromPath[str], big: FromQuery[str] = "") -> Response[str]:
        return pages.show("voter/ballot.html", view=BallotView.of(room.of(survey)), big=bool(big))

    @get("/v/{survey:str}/{unit:str}")
    async def ballot_of_unit(survey: FromPath[str], unit: FromPath[str]) -> Response[str]:
        return pages.show("voter/ballot.html", view=BallotView.of(room.of(survey), unit))

    @post("/v/{survey:str}/slip", status_code=200)
    async def slip(survey: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, str]:
        code = json.loads(await request.body())["code"]
        room.requests.append("slip")
        if codes.read(code, size=10) == codes.read(SPENT, size=10):
            return {"state": "spent", "unit": ""}
        return {"state": "unused", "unit": ""}

    @post("/v/{survey:str}/check", status_code=200)
    async def check(survey: FromPath[str], request: Request[Any, Any, Any]) -> Response[str]:
        manifest, posted = room.of(survey), dict(read_fields(await request.body()))
        mend = posted.pop("edit", [])
        gaps = answers.missing(manifest.form, answers.filled(manifest.form, posted))
        if mend or gaps:
            view = BallotView.of(manifest, fields=posted, gaps=gaps)
            return pages.show("voter/ballot.html", view=view)
        return pages.show("voter/check.html", view=ReviewView.of(manifest, "", posted))

    @post("/v/{survey:str}/cast", status_code=200)
    async def cast(survey: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        manifest, posted = room.of(survey), dict(read_fields(await request.body()))
        room.requests.append("cast")
        if room.failing:
            room.failing -= 1
            raise Refusal("box.unreachable")
        if one(posted, "form") != manifest_fingerprint(manifest):
            raise Refusal("form.other_version")
        answers.read(manifest.form, posted)
        before = len(room.cast)
        receipt = room.drop(one(posted, "code"), posted, manifest)
        repeated = len(room.cast) == before
        if "application/json" in request.headers.get("accept", ""):
            return Response({**msgspec.structs.asdict(receipt), "repeated": repeated})
        view = ReceiptView.of(manifest, receipt, repeated=repeated)
        return pages.show("voter/receipt.html", view=view)

    @get("/")
    async def front(big: FromQuery[str] = "") -> Response[str]:
        manifest = room.manifest
        listed = (
            Listed(survey=manifest.survey, title=manifest.title, stage=Stage.OPEN),
            Listed(survey=POLL, title="便民服务问卷", stage=Stage.PREPARED),
            Listed(
                survey="old",
                title="老厂镇2025年度部门工作民主测评",
                stage=Stage.PUBLISHED,
                published_at="2025-11-20T11:20:00+08:00",
            ),
        )
        view = FrontView.of(manifest.congress, listed)
        return pages.show("public/index.html", view=view, big=bool(big))

    @get("/receipt")
    async def ask_receipt(big: FromQuery[str] = "") -> Response[str]:
        view = ReceiptCheckView.of(room.manifest.congress)
        return pages.show("public/receipt.html", view=view, big=bool(big))

    @post("/receipt", status_code=200)
    async def receipt(request: Request[Any, Any, Any]) -> Response[str]:
        code = one(read_fields(await request.body()), "code")
        found = next((r for r in room.cast.values() if r.code == code), None)
        congress, title = room.manifest.congress, room.manifest.title if found else ""
        manifest = found.manifest if found else ""
        view = ReceiptCheckView.of(congress, code=code, title=title, manifest=manifest)
        return pages.show("public/receipt.html", view=view)

    @get("/results/{survey:str}")
    async def result(survey: FromPath[str], big: FromQuery[str] = "") -> Response[str]:
        return pages.show("public/result.html", view=room.result_view(), big=bool(big))

    @get("/live/{survey:str}/screen")
    async def screen(survey: FromPath[str]) -> Response[str]:
        manifest = room.manifest
        shown = Shown(
            survey=survey,
            title=manifest.title,
            congress=manifest.congress,
            law=manifest_fingerprint(manifest),
        )
        view = ScreenView.of(
            shown, room.turnout, origin="http://192.168.1.5:8642", result=room.result_view()
        )
        return pages.show("live/screen.html", view=view)

    @get("/live/{survey:str}/stream")
    async def stream(survey: FromPath[str]) -> ServerSentEvent:
        async def tell() -> AsyncIterator[str]:
            while not room.cut:
                yield canonical.encode(room.turnout).decode()
                await asyncio.sleep(0.1)

        return ServerSentEvent(tell())

    @get("/live/{survey:str}/turnout")
    async def turnout(survey: FromPath[str]) -> Turnout:
        if room.cut:
            raise Refusal("box.unreachable")
        return room.turnout

    @get("/verify.html")
    async def verifier(big: FromQuery[str] = "") -> Response[str]:
        view = VerifyView.of(room.manifest.congress)
        return pages.show("public/verify.html", view=view, big=bool(big))

    @get("/secrecy")
    async def secrecy(big: FromQuery[str] = "") -> Response[str]:
        return pages.show(
            "public/secrecy.html", view=SecrecyView(room.manifest.congress), big=bool(big)
        )

    handlers = [
        verifier,
        secrecy,
        ballot,
        ballot_of_unit,
        slip,
        check,
        cast,
        front,
        ask_receipt,
        receipt,
    ]
    return Litestar(
        route_handlers=[
            *handlers,
            *room.desk.handlers(),
            result,
            screen,
            stream,
            turnout,
            assets.serve,
        ],
        exception_handlers={Refusal: answer_refusal},
        before_send=[harden(content_policy(assets.inline_hashes()))],
        before_request=refuse_foreign_origin,
        openapi_config=None,
        logging_config=None,  # its listener would outlive the room, and hear every other test
    )


@contextmanager
def opened() -> Generator[Showroom]:
    """The showroom on a port of its own, until the end of the block."""
    room = Showroom()
    config = uvicorn.Config(application(room), port=0, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    room.address = f"http://127.0.0.1:{port}"
    try:
        yield room
    finally:
        room.cut = True
        server.should_exit = True
        thread.join()
