"""What the voter's browser asks: the ballot, the slip, the review, the cast."""

from functools import lru_cache
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody

from service.boards.voting import actions
from service.boards.voting.actions import Voting
from service.web import pages
from service.web.asking import AnyRequest, wants_big, wants_json
from service.web.fields import one, read_fields
from service.web.resources import Reach, Resources
from service.web.views.ballot import BallotView
from service.web.views.review import ReceiptView, ReviewView
from surveys.ballots.receipt import Receipt
from surveys.canonical import decode
from surveys.keys import WHOLE
from surveys.refusals import Refusal

LARGEST_BALLOT: Final = 512 * 1024
"""Bytes: sixty departments, each with a remark of 500 letters that are sent as twelve bytes."""


class SlipShown(msgspec.Struct, forbid_unknown_fields=True):
    """A code as scanned or typed."""

    code: str


class SlipStanding(msgspec.Struct):
    """What the slip is good for."""

    state: str
    unit: str


class CastReply(Receipt, frozen=True):
    """The receipt, and whether the ballot had been cast before."""

    repeated: bool = False


@get("/{survey:str}")
async def show_ballot(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Response[bytes]:
    """The ballot of every department."""
    return await _show_ballot(reach, request, survey, WHOLE)


@get("/{survey:str}/{unit:str}")
async def show_unit(
    survey: FromPath[str], unit: FromPath[str], request: AnyRequest, reach: Reach
) -> Response[bytes]:
    """The ballot of one department, where slips are drawn by department."""
    return await _show_ballot(reach, request, survey, unit)


async def _show_ballot(
    reach: Resources, request: AnyRequest, survey: str, unit: str
) -> Response[bytes]:
    voting = await actions.find_open(reach.registrar, survey)
    if unit not in voting.box.forms:
        unit = _only_whole(unit)
    return pages.give(_empty_ballot(voting, unit, wants_big(request)), request)


@lru_cache(maxsize=64)
def _empty_ballot(voting: Voting, unit: str, big: bool) -> pages.Ready:  # noqa: FBT001 -- a key
    """The page as everybody gets it, drawn and compressed once: a whole hall asks together."""
    view = BallotView.of(voting.manifest, unit, fingerprint=voting.fingerprint)
    return pages.ready("voter/ballot.html", view=view, big=big)


def _only_whole(unit: str) -> str:
    """Where slips are by department, the bare address asks for the code and leads on."""
    if unit != WHOLE:
        raise Refusal("request.unknown_page")
    return WHOLE


@post("/{survey:str}/slip", status_code=200)
async def look_at_slip(survey: FromPath[str], body: RawBody, reach: Reach) -> SlipStanding:
    """Tell a voter what the slip is good for, before thirty-six taps."""
    data = decode(body, SlipShown, code="request.malformed")
    voting = await actions.find_open(reach.registrar, survey)
    drawn = await actions.look_at_slip(reach.casting, voting, data.code)
    if drawn.standing == "voided":
        raise Refusal("slip.voided")
    return SlipStanding(state=drawn.state, unit=drawn.unit)


@post("/{survey:str}/check", status_code=200)
async def review(survey: FromPath[str], body: RawBody, reach: Reach) -> Response[str]:
    """Review without scripts: nothing is stored, the answers go back in hidden fields."""
    fields = read_fields(body)
    voting = await actions.find_open(reach.registrar, survey)
    drawn = await actions.look_at_slip(reach.casting, voting, one(fields, "code"))
    gaps = actions.gaps(voting, drawn.unit, fields)
    if gaps or one(fields, "edit"):
        fields = {name: values for name, values in fields.items() if name != "edit"}
        view = BallotView.of(
            voting.manifest, drawn.unit, fields=fields, gaps=gaps, fingerprint=voting.fingerprint
        )
        return pages.show("voter/ballot.html", view=view)
    return pages.show("voter/check.html", view=ReviewView.of(voting.manifest, drawn.unit, fields))


@post("/{survey:str}/cast", status_code=200)
async def cast(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str] | Response[CastReply]:
    """Cast: the receipt, as JSON for the script and as a page without one."""
    voting = await actions.find(reach.registrar, survey)
    done = await actions.cast(reach.casting, voting, read_fields(body))
    if wants_json(request):
        reply = CastReply(**msgspec.structs.asdict(done.receipt), repeated=done.repeated)
        return Response(reply)
    view = ReceiptView.of(voting.manifest, done.receipt, repeated=done.repeated)
    return pages.show("voter/receipt.html", view=view)


router = Router(
    "/v",
    route_handlers=[show_ballot, show_unit, look_at_slip, review, cast],
    request_max_body_size=LARGEST_BALLOT,
)
