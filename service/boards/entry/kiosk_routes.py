"""The kiosk (轮流投票机): the ballot on a tablet of the house, wiped after each voter."""

from typing import Final

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import Redirect

from reports.wording.proof import TABLET, say_secrecy
from service.boards.entry.store import find_entry, find_frozen, read_frozen
from service.clock import now
from service.database import lent
from service.identity import kiosks
from service.web import assets, pages
from service.web.asking import AnyRequest
from service.web.resources import Reach, Resources
from service.web.safety import content_policy
from service.web.views.ballot import BallotView
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy
from surveys.refusals import Refusal
from surveys.stages import Stage

WIPE: Final = {"clear-site-data": '"cache", "storage"'}
_NO_FORMS: Final = content_policy(assets.inline_hashes(), forms="'none'")


@get("/{survey:str}")
async def show_ballot(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Response[str]:
    """The ballot of every department, or the page that asks for a card's code and leads on."""
    return await _show(reach, request, survey, WHOLE)


@get("/{survey:str}/{unit:str}")
async def show_unit(
    survey: FromPath[str], unit: FromPath[str], request: AnyRequest, reach: Reach
) -> Response[str]:
    """The ballot of one department."""
    return await _show(reach, request, survey, unit)


@get("/{survey:str}/next")
async def wipe(survey: FromPath[str]) -> Redirect:
    """The next voter: nothing of the one before is left."""
    return Redirect(f"/kiosk/{survey}", status_code=303, headers=WIPE)


async def _show(reach: Resources, request: AnyRequest, survey: str, unit: str) -> Response[str]:
    cookie = request.cookies.get(kiosks.cookie_name(reach.settings), "")
    if not kiosks.holds(reach.settings, survey, cookie, now=now()):
        raise Refusal("desk.no_kiosk")
    manifest, fingerprint = await _find_open(reach, survey)
    if unit != WHOLE and unit not in {count.unit for count in manifest.slips}:
        raise Refusal("request.unknown_page")
    view = msgspec.structs.replace(
        BallotView.of(manifest, unit, fingerprint=fingerprint),
        kiosk=True,
        secrecy=say_secrecy(manifest.secrecy, manifest.custody, device=TABLET),
        home=f"/kiosk/{survey}/next",
    )
    page = pages.show("voter/ballot.html", view=view, big=True)
    if manifest.secrecy is Secrecy.SEALED:
        page.headers["content-security-policy"] = _NO_FORMS
    return page


async def _find_open(reach: Resources, survey: str) -> tuple[Manifest, str]:
    """The manifest and its fingerprint, where there are ballots now."""
    async with lent(reach.registrar) as conn:
        row = await find_entry.maybe(conn, survey)
        digest = row.manifest_digest if row else None
        found = await find_frozen.maybe(conn, survey, digest) if digest else None
    if row is None or digest is None or found is None:
        raise Refusal("request.unknown_page")
    match row.stage:
        case Stage.OPEN | Stage.PAUSED:
            return read_frozen(found.manifest), digest
        case Stage.PREPARED:
            raise Refusal("box.not_open")
        case Stage.VOID:
            raise Refusal("box.void")
        case _:
            raise Refusal("box.over")


router = Router("/kiosk", route_handlers=[show_ballot, show_unit, wipe])
