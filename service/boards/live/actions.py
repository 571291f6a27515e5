"""A meeting becomes the numbers on its screen."""

from service.boards.live.store import find_meeting, find_slides
from service.box import gate
from service.database import Pool, transaction
from service.web.views.live import Shown, Turnout
from surveys.keys import WHOLE, SurveyKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.rules.quorum import least
from surveys.tally.results import Result
from surveys.values import Value


class Screen(Value, frozen=True):
    """Which meeting it is, and its numbers; before publication there is nothing else to show."""

    shown: Shown
    turnout: Turnout


class Published(Value, frozen=True):
    """A published result, for the slides after the meeting."""

    manifest: Manifest
    result: Result
    fingerprint: str


async def read_result(pool: Pool, survey: SurveyKey) -> Published:
    """The published result of this evaluation."""
    async with transaction(pool) as conn:
        row = await find_slides.one(conn, survey)
    return Published(row.manifest.read(), row.result.read(), row.result_digest)


async def look(registrar: Pool, box: Pool, survey: SurveyKey) -> Screen:
    """The screen of this moment."""
    async with transaction(registrar) as conn:
        row = await find_meeting.maybe(conn, survey)
    if row is None:
        raise Refusal("request.unknown_page")
    async with transaction(box) as conn:
        turnout = await gate.read_turnout(conn, survey)
    quorum = row.rules.read().session.quorum if row.rules else None
    return Screen(
        Shown(
            survey=row.survey_id,
            title=row.title,
            congress=row.congress,
            whole=all(pile.unit == WHOLE for pile in turnout),
            poll=row.kind == "poll",
            law=row.manifest_digest or "",
        ),
        Turnout(
            stage=row.stage,
            cast=sum(pile.spent for pile in turnout),
            issued=sum(pile.issued for pile in turnout),
            entitled=row.entitled or 0,
            present=row.present or 0,
            quorum=least(quorum, row.entitled or 0) if quorum else None,
            closes_at=row.closes_at.isoformat() if row.closes_at else None,
            held_at=row.held_at.isoformat() if row.held_at else None,
            rights=row.rights,
        ),
    )
