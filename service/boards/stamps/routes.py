"""What the script on the voter's page asks of the registrar, and hands to the box.

The two never meet: the registrar is shown a right and what cannot be read, the box an envelope
that nobody signed for. Requests to the box carry no cookie, and none is looked at.
"""

import binascii
from typing import Annotated, Final

import msgspec
from litestar import Router, post
from litestar.params import FromPath, RawBody

from service.boards.stamps import actions
from service.box.stamped import Sent
from service.identity import voters
from service.stamping.stamping import Kind
from service.web.answers import Answer, tell
from service.web.asking import AnyRequest
from service.web.resources import Resources, reached
from surveys.ballots.receipt import Receipt
from surveys.ballots.stamps import Prefix, Signature
from surveys.canonical import decode
from surveys.keys import GroupKey, UnitKey
from surveys.refusals import Refusal

LARGEST_ENVELOPE: Final = 768 * 1024
"""Bytes: an envelope of half a megabyte, written in base64."""
LARGEST_REQUEST: Final = 8 * 1024

_NOTHING_RUNS: Final = b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"
"""These answers are no pages; a page's policy would be the longest thing in them."""

Code = Annotated[str, msgspec.Meta(max_length=200)]


class RightShown(msgspec.Struct, forbid_unknown_fields=True):
    """A code as scanned or typed; empty from whoever signed in."""

    right: Code = ""


class RightStanding(msgspec.Struct):
    """What it is good for; `state` is `ready`, `begun` or `stamped`, that of `unit`, the first."""

    group: str
    unit: str
    units: list[str]
    state: str
    states: dict[str, str]


class StampAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A right, and a message nobody but its sender can read; `right` is empty as above."""

    unit: UnitKey
    kind: Kind
    blinded: Signature
    right: Code = ""


class StampReply(msgspec.Struct):
    """The blind signature, hexadecimal, and the group whose key made it."""

    stamp: str
    group: str
    unit: str


class EnvelopeSent(msgspec.Struct, forbid_unknown_fields=True):
    """An envelope, base64, and its outer stamp."""

    group: GroupKey
    unit: UnitKey
    envelope: str
    prefix: Prefix
    stamp: Signature


class KeptReply(Receipt, frozen=True):
    """The receipt, and whether the envelope had been in the box before."""

    repeated: bool = False


@post("/{survey:str}/right", status_code=200)
async def look_at_right(survey: FromPath[str], request: AnyRequest, body: RawBody) -> Answer:
    """Tell a voter what the slip, or having signed in, is good for."""
    reach = reached(request)
    right = decode(body, RightShown, code="request.malformed").right
    rights = await actions.look_at_right(reach, survey, _shown(request, reach, right))
    standing = {right.unit: right.standing for right in rights}
    if set(standing.values()) == {"voided"}:
        raise Refusal("slip.voided" if right else "voter.no_right")
    first = rights[0]
    told = RightStanding(
        group=first.weighting_group,
        unit=first.unit,
        units=list(standing),
        state=first.standing,
        states=standing,
    )
    return tell(told, _NOTHING_RUNS)


@post("/{survey:str}", status_code=200)
async def give_stamp(survey: FromPath[str], request: AnyRequest, body: RawBody) -> Answer:
    """Give a stamp."""
    reach = reached(request)
    asked = decode(body, StampAsked, code="request.malformed")
    wanted = actions.Wanted(asked.unit, asked.kind, bytes.fromhex(asked.blinded))
    shown = _shown(request, reach, asked.right)
    given = await actions.give_stamp(reach, survey, shown, wanted)
    told = StampReply(stamp=given.stamp.hex(), group=given.group, unit=given.unit)
    return tell(told, _NOTHING_RUNS)


def _shown(request: AnyRequest, reach: Resources, right: str) -> actions.Shown:
    cookie = request.cookies.get(voters.cookie_name(reach.settings), "")
    return actions.Shown(right=right, cookie=cookie)


@post("/{survey:str}/cast", status_code=200)
async def take_envelope(survey: FromPath[str], request: AnyRequest, body: RawBody) -> Answer:
    """Put an envelope into the box; the receipt is the same however often it is sent."""
    sent = decode(body, EnvelopeSent, code="request.malformed")
    kept = await actions.take(reached(request), survey, _read(sent))
    told = KeptReply(**msgspec.structs.asdict(kept.receipt), repeated=kept.repeated)
    return tell(told, _NOTHING_RUNS)


def _read(sent: EnvelopeSent) -> Sent:
    try:
        envelope = binascii.a2b_base64(sent.envelope, strict_mode=True)
    except ValueError as error:
        raise Refusal("request.malformed") from error
    return Sent(
        group=sent.group,
        unit=sent.unit,
        envelope=envelope,
        prefix=bytes.fromhex(sent.prefix),
        stamp=bytes.fromhex(sent.stamp),
    )


registrar_router = Router(
    "/stamp",
    route_handlers=[look_at_right, give_stamp],
    request_max_body_size=LARGEST_REQUEST,
)
box_router = Router(
    "/box",
    route_handlers=[take_envelope],
    request_max_body_size=LARGEST_ENVELOPE,
)
