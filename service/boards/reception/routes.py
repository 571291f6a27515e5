"""What the staff at the desk ask: who took a ballot, whom to hand one, which codes to read out."""

from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.document import Document
from reports.wording.refusals import explain
from reports.wording.stages import STAGES
from service.boards.reception import actions, store
from service.boards.reception.actions import Reissue
from service.boards.reception.view import EVERYBODY, ReceptionView, Sought
from service.clock import CHINA, now
from service.database import transaction
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, others_than
from service.identity import kiosks, sessions
from service.identity.guards import Signed, provide_signed
from service.identity.roles import Office
from service.identity.sessions import Session
from service.identity.signin import Claim, vouch
from service.outside.outbox import Waiting
from service.outside.port import Kind
from service.stamping.rights import look_at_people
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, one, read_fields
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Conn, Reach, Resources
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

HERE: Final = "/console/doors"
PDF: Final = "application/pdf"
_KEPT: Final = ("asked", "second", "person", "renumbered")
"""What a refused form gets back; a password is typed again."""


class TurnedBack(NamedTuple):
    """A form that was refused, as it was sent."""

    refusal: Refusal
    fields: Fields


@get("/")
async def show_list(conn: Conn, session: Signed) -> Response[str]:
    """The evaluations that are under way."""
    rows = await store.list_receptions.all(conn, session.town)
    return pages.show("console/receptions.html", rows=rows, stages=STAGES, session=session)


@get("/{survey:str}")
async def show(
    survey: FromPath[str], request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The desk of one evaluation; `q` seeks people, `handed` is whom the last ballot was for."""
    asked = clean(request.query_params.get("q", "")[:40], lines=False).strip()
    sought = Sought(asked, request.query_params.get("handed", "")[:80])
    return await _show(Visit(conn, session, reach), survey, sought)


async def _show(visit: Visit, survey: str, asked: TurnedBack | Sought) -> Response[str]:
    conn, session, reach = visit
    turned, sought = (asked, EVERYBODY) if isinstance(asked, TurnedBack) else (None, asked)
    row = await store.find(conn, session.town, survey)
    taking = await look_at_people(conn, survey)
    codes, notices = await _waiting(visit, survey)
    return pages.show(
        "console/reception.html",
        status=turned.refusal.status if turned else 200,
        view=ReceptionView.of(row, taking, office=session.office, sought=sought),
        site=reach.settings.public_address,
        session=session,
        secretary=session.office is Office.SECRETARY,
        waiting=codes,
        notices=notices,
        others=await others_than(conn, session),
        refused=explain(turned.refusal) if turned else "",
        given={name: one(turned.fields, name) if turned else "" for name in _KEPT},
    )


_Lines: TypeAlias = list[tuple[str, str, str, str]]
"""Name, number, words, until when."""


async def _waiting(visit: Visit, survey: str) -> tuple[_Lines, _Lines]:
    """Codes, and notices by name: for the secretary alone."""
    conn, session, reach = visit
    if session.office is not Office.SECRETARY:
        return [], []
    at = now()
    found = await actions.look_into_outbox(conn, reach.settings, session, survey, at=at)
    codes = [_line(each) for each in found if each.kind is Kind.CODE]
    return codes, sorted(_line(each) for each in found if each.kind is not Kind.CODE)


def _line(each: Waiting) -> tuple[str, str, str, str]:
    until = each.expires_at.astimezone(CHINA)
    said = f"{until:%H:%M:%S}" if each.kind is Kind.CODE else f"{until:%m-%d}"
    return each.name, each.phone, each.words, said


@get("/{survey:str}/outbox")
async def show_outbox(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The codes alone, for a page that asks again and again."""
    row = await store.find(conn, session.town, survey)
    codes, _ = await _waiting(Visit(conn, session, reach), survey)
    return pages.show("console/outbox.html", waiting=codes, survey=row.survey_id)


@post("/{survey:str}/hand", status_code=200)
async def hand(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Hand somebody a card or paper, and close signing in to them."""
    if session.office is Office.MEMBER:
        raise Refusal("signin.other_office", name=session.name)
    fields = read_fields(body)
    person, door = one(fields, "person"), one(fields, "door")

    async def hand_over() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            await actions.hand(conn, session, survey, person=person, door=door)
        return Redirect(f"{HERE}/{survey}?{urlencode({'handed': person})}#people", status_code=303)

    async def say_no(visit: Visit, refusal: Refusal) -> Response[str] | Redirect:
        return await _show(visit, survey, TurnedBack(refusal, fields))

    return await carry_out(session, reach, act=hand_over(), say_no=say_no)


@post("/{survey:str}/personal-codes", status_code=200)
async def print_personal_codes(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[bytes] | Response[str]:
    """Print a code for each, or for one who lost theirs; before two of the staff, kept nowhere."""
    fields = read_fields(body)

    async def print_them() -> Response[bytes] | Response[str]:
        document = await _codes_to_print(reach, session, survey, fields)
        printed = await print_now(document, reach.settings)
        return give(printed, f"{document.title}.pdf", media=PDF, manner="attachment")

    async def say_no(visit: Visit, refusal: Refusal) -> Response[bytes] | Response[str]:
        return await _show(visit, survey, TurnedBack(refusal, fields))

    return await carry_out(session, reach, act=print_them(), say_no=say_no)


async def _codes_to_print(
    reach: Resources, session: Session, survey: str, fields: Fields
) -> Document:
    claim = Claim(one(fields, "second"), one(fields, "second_password"))
    second = await vouch(reach.registrar, session, claim, now=now())
    person = one(fields, "person")
    async with transaction(reach.registrar) as conn:
        if not person:
            return await actions.print_personal_codes(
                conn, reach.settings, session, survey, second=second
            )
        asked = Reissue(person, renumbered=one(fields, "renumbered") == "1", second=second)
        return await actions.reissue_personal_code(conn, reach.settings, session, survey, asked)


@get("/{survey:str}/kiosk")
async def ask_for_kiosk(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Say what becomes of this tablet."""
    row = await store.find(conn, session.town, survey)
    return pages.show("console/kiosk.html", row=row, session=session)


@post("/{survey:str}/kiosk", status_code=200)
async def begin_kiosk(survey: FromPath[str], conn: Conn, session: Signed, reach: Reach) -> Redirect:
    """The tablet becomes a kiosk, and whoever set it up is signed out of it."""
    if session.office is Office.MEMBER:
        raise Refusal("signin.other_office", name=session.name)
    row = await store.find(conn, session.town, survey)
    await sessions.end(conn, session)
    answer = Redirect(f"/kiosk/{row.survey_id}", status_code=303)
    answer.set_cookie(
        key=kiosks.cookie_name(reach.settings),
        value=kiosks.mark(reach.settings, row.survey_id, now=now()),
        path="/",
        max_age=int(kiosks.LASTS.total_seconds()),
        secure=sessions.is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )
    answer.delete_cookie(sessions.cookie_name(reach.settings))
    return answer


router = Router(
    HERE,
    route_handlers=[
        show_list, show, show_outbox, hand, print_personal_codes, ask_for_kiosk, begin_kiosk,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=4096,
)  # fmt: skip
