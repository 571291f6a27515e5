"""Look at a slip, read the form, cast the ballot."""

from functools import lru_cache

from service.boards.voting.store import VotingRow, find_voting
from service.box import casting
from service.box.casting import Box, Casting, Drawn, box_of
from service.database import Pool, lent
from service.web.fields import Fields, one
from surveys.ballots.receipt import Receipt
from surveys.canonical import decode
from surveys.keys import SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.questionnaire.answers import Gap, filled, missing, read
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value


class Cast(Value, frozen=True):
    """What the voter is told: the receipt, and whether the ballot was in the box before."""

    receipt: Receipt
    repeated: bool


class Voting(Value, frozen=True, eq=False):
    """An evaluation as its voters meet it: one value per manifest, so that pages can be kept."""

    manifest: Manifest
    fingerprint: str
    box: Box


async def find(pool: Pool, survey: SurveyKey) -> Voting:
    """An evaluation whose slips may have been used, closed ones included: the box decides.

    A phone that sends again after the close must not be told that its ballot was not cast.
    """
    return _voting(await _find(pool, survey))


async def find_open(pool: Pool, survey: SurveyKey) -> Voting:
    """An evaluation whose ballot page may be shown; otherwise why there is no ballot now."""
    row = await _find(pool, survey)
    _refuse_shut(Stage(row.stage))
    return _voting(row)


async def _find(pool: Pool, survey: SurveyKey) -> VotingRow:
    async with lent(pool, busy="box.unreachable") as conn:
        row = await find_voting.maybe(conn, survey)
    if row is None or row.stage == Stage.DRAFTED.value:
        raise Refusal("request.unknown_page")
    if row.stage == Stage.VOID.value:
        raise Refusal("box.void")
    if row.manifest is None:
        raise Refusal("box.not_open")
    return row


def _voting(row: VotingRow) -> Voting:
    return _decode(row.manifest or b"", row.manifest_digest or "")


@lru_cache(maxsize=32)
def _decode(manifest: bytes, fingerprint: str) -> Voting:
    frozen = decode(manifest, Manifest)
    return Voting(frozen, fingerprint, box_of(frozen, fingerprint))


def _refuse_shut(stage: Stage) -> None:
    match stage:
        case Stage.OPEN | Stage.PAUSED:
            return
        case Stage.PREPARED:
            raise Refusal("box.not_open")
        case _:
            raise Refusal("box.over")


async def look_at_slip(box: Casting, voting: Voting, code: str) -> Drawn:
    """What a slip is good for, told before anything is filled in."""
    return await casting.look_at_slip(box, voting.manifest.survey, code)


def gaps(voting: Voting, unit: UnitKey, fields: Fields) -> tuple[Gap, ...]:
    """What is still open of a posted form."""
    form = voting.box.forms[unit]
    return missing(form, filled(form, fields))


async def cast(box: Casting, voting: Voting, fields: Fields) -> Cast:
    """Cast a posted form with its slip; the form must be the one that was frozen."""
    if one(fields, "form") != voting.fingerprint:
        raise Refusal("form.other_version")
    code = one(fields, "code")
    drawn = await look_at_slip(box, voting, code)
    form = voting.box.forms[drawn.unit]  # a slip's unit is one of those printed
    receipt = await casting.cast(
        box, voting.box, code=code, unit=drawn.unit, answers=read(form, fields), drawn=drawn
    )
    return Cast(receipt, repeated=drawn.state == "spent")
