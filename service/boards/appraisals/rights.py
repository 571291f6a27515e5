"""Where voters seal on their own device: slips become rights at the registrar, piles at the box."""

from collections.abc import Sequence

from service.boards.appraisals.store import EvaluationRow
from service.box import piles
from service.box.gate import Voiding
from service.box.slips import Slip, mark_of
from service.database import Connection, Pool, transaction
from service.stamping.keyring import read_public
from service.stamping.rights import count_stamps, make_slip_rights, void_slip_rights
from surveys.keys import SurveyKey
from surveys.manifest import Manifest, SlipCount, StampKeys
from surveys.refusals import Refusal


async def find_keys(
    conn: Connection, row: EvaluationRow, slips: Sequence[SlipCount]
) -> tuple[StampKeys, ...]:
    """The pair of keys of each pile; a pile without one cannot be printed."""
    pairs = await read_public(conn, row.town_id, row.survey_id)
    if any((count.group, count.unit) not in pairs for count in slips):
        raise Refusal("stamp.no_key")
    return tuple(
        StampKeys(
            group=count.group,
            unit=count.unit,
            eligible=count.printed,
            inner=pairs[count.group, count.unit].inner,
            outer=pairs[count.group, count.unit].outer,
        )
        for count in slips
    )


async def make_rights(
    conn: Connection, box: Pool, manifest: Manifest, *, slips: Sequence[Slip], key: bytes
) -> None:
    """A right for each slip; what was printed before is worthless. The box is told the numbers."""
    survey = manifest.survey
    marked = [(mark_of(key, survey, slip.code), slip.group, slip.unit) for slip in slips]
    await make_slip_rights(conn, survey, marked)
    async with transaction(box) as other:
        await piles.note_piles(other, manifest)


async def void_rights(
    conn: Connection, box: Pool, survey: SurveyKey, typed: Sequence[str], *, key: bytes
) -> list[tuple[str, Voiding]]:
    """Void left-over cards by their codes; what became of each, in order."""
    marks = {code: mark for code in typed if (mark := _mark_if_any(key, survey, code))}
    became = await void_slip_rights(conn, survey, list(marks.values()))
    counted = [
        (given.weighting_group, given.unit, given.voided)
        for given in await count_stamps(conn, survey)
    ]
    async with transaction(box) as other:
        await piles.note_voided(other, survey, counted)
    return [(code, Voiding(became.get(marks.get(code, b""), "unknown"))) for code in typed]


def _mark_if_any(key: bytes, survey: SurveyKey, code: str) -> bytes | None:
    try:
        return mark_of(key, survey, code)
    except Refusal:
        return None
