"""What the voter's browser asks: the ballot, the slip, the review, the cast."""

from functools import lru_cache
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody

from service.boards.voting import actions
from service.boards.voting.actions import Voting
from service.web import assets, pages
from service.web.answers import Answer
from service.web.asking import AnyRequest, wants_big, wants_json
from service.web.fields import one, read_fields
from service.web.resources import Reach, reached
from service.web.safety import content_policy
from service.web.views.ballot import BallotView
from service.web.views.review import ReceiptView, ReviewView
from surveys.ballots.receipt import Receipt
from surveys.canonical import decode
from surveys.keys import WHOLE
from surveys.manifest import Secrecy
from surveys.refusals import Refusal

LARGEST_BALLOT: Final = 512 * 1024
"""Bytes: sixty departments, each with a remark of 500 letters that are sent as twelve bytes."""

_NO_FORMS: Final = content_policy(assets.inline_hashes(), forms="'none'")


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
async def show_ballot(survey: FromPath[str], request: AnyRequest) -> Answer:
    """The ballot of every department."""
    return await _show_ballot(request, survey, WHOLE)


@get("/{survey:str}/{unit:str}")
async def show_unit(survey: FromPath[str], unit: FromPath[str], request: AnyRequest) -> Answer:
    """The ballot of one department, where slips are drawn by department."""
    return await _show_ballot(request, survey, unit)


async def _show_ballot(request: AnyRequest, survey: str, unit: str) -> Answer:
    going = await actions.find_going(reached(request), survey)
    voting = going.voting
    if unit not in voting.box.forms:
        unit = _only_whole(unit)
    ready = _empty_ballot(voting, unit, wants_big(request), paused=going.paused)
    # A browser that runs no script sends nothing of a sealed ballot.
    policy = _NO_FORMS if voting.manifest.secrecy is Secrecy.SEALED else ""
    return pages.give(ready, request, policy=policy)


@lru_cache(maxsize=64)
def _empty_ballot(
    voting: Voting,
    unit: str,
    big: bool,  # noqa: FBT001 -- a key
    *,
    paused: bool,
) -> pages.Ready:
    """The page as everybody gets it, drawn and compressed once: a whole hall asks together."""
    view = BallotView.of(voting.manifest, unit, fingerprint=voting.fingerprint)
    view = msgspec.structs.replace(view, paused=paused)
    return pages.ready("voter/ballot.html", view=view, big=big)


@get("/{survey:str}/manifest.json")
async def show_manifest(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Answer:
    """The manifest as it was frozen: whoever has its fingerprint needs to trust no page of ours."""
    voting = await actions.find(reach, survey)
    return pages.give(_pack(voting.frozen), request, media="application/json")


@lru_cache(maxsize=32)
def _pack(frozen: bytes) -> pages.Ready:
    return pages.pack(frozen)


def _only_whole(unit: str) -> str:
    """Where slips are by department, the bare address asks for the code and leads on."""
    if unit != WHOLE:
        raise Refusal("request.unknown_page")
    return WHOLE


@post("/{survey:str}/slip", status_code=200)
async def look_at_slip(survey: FromPath[str], body: RawBody, reach: Reach) -> SlipStanding:
    """Tell a voter what the slip is good for, before thirty-six taps."""
    data = decode(body, SlipShown, code="request.malformed")
    voting = await actions.find_open(reach, survey)
    drawn = await actions.look_at_slip(reach.casting, voting, data.code)
    if drawn.standing == "voided":
        raise Refusal("slip.voided")
    return SlipStanding(state=drawn.state, unit=drawn.unit)


@post("/{survey:str}/check", status_code=200)
async def review(survey: FromPath[str], body: RawBody, reach: Reach) -> Response[str]:
    """Review without scripts: nothing is stored, the answers go back in hidden fields."""
    voting = await actions.find_open(reach, survey)
    posted = actions.with_code(voting, read_fields(body))
    drawn = await actions.look_at_slip(reach.casting, voting, one(posted, "code"))
    looked = actions.look_over(voting, drawn.unit, posted)
    if looked is None and not one(posted, "edit"):
        return pages.show(
            "voter/check.html", view=ReviewView.of(voting.manifest, drawn.unit, posted)
        )
    found = looked or actions.Found()
    view = BallotView.of(
        voting.manifest,
        drawn.unit,
        fields={name: values for name, values in posted.items() if name != "edit"},
        gaps=found.gaps,
        fingerprint=voting.fingerprint,
    )
    view = msgspec.structs.replace(view, more=found.more, refused=found.refused)
    return pages.show("voter/ballot.html", view=view)


@post("/{survey:str}/cast", status_code=200)
async def cast(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str] | Response[CastReply]:
    """Cast: the receipt, as JSON for the script and as a page without one."""
    voting = await actions.find(reach, survey)
    done = await actions.cast(reach.casting, voting, read_fields(body))
    if wants_json(request):
        reply = CastReply(**msgspec.structs.asdict(done.receipt), repeated=done.repeated)
        return Response(reply)
    view = ReceiptView.of(voting.manifest, done.receipt, repeated=done.repeated)
    return pages.show("voter/receipt.html", view=view)


router = Router(
    "/v",
    route_handlers=[show_ballot, show_unit, show_manifest, look_at_slip, review, cast],
    request_max_body_size=LARGEST_BALLOT,
)
