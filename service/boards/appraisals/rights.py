"""Where voters seal on their own device: slips become rights at the registrar, piles at the box."""

from collections.abc import Mapping, Sequence

from service.boards.appraisals.store import EvaluationRow
from service.box import piles
from service.box.gate import Voiding
from service.box.slips import Slip, mark_of
from service.database import Connection, Pool, transaction
from service.stamping import rights as registrar
from service.stamping.cosigner import Pile, joined
from service.stamping.keyring import read_public
from service.stamping.keys import PublicPair
from service.stamping.rights import Bearer, Channel, NewRight, count_stamps, void_slip_rights
from surveys.appraisal.plan import Appraisee
from surveys.electorate.eligibility import units_of
from surveys.electorate.roll import Roll
from surveys.keys import SurveyKey
from surveys.manifest import Manifest, SlipCount, StampKeys
from surveys.refusals import Refusal


async def find_keys(
    conn: Connection,
    row: EvaluationRow,
    slips: Sequence[SlipCount],
    *,
    halves: Mapping[Pile, str],
) -> tuple[StampKeys, ...]:
    """The pair of keys of each pile; a pile without one cannot be printed.

    `halves`: the co-signer's factors of the outer keys, where there is a co-signer.
    """
    pairs = await read_public(conn, row.town_id, row.survey_id)
    if any((count.group, count.unit) not in pairs for count in slips):
        raise Refusal("stamp.no_key")
    return tuple(_keys(count, pairs[count.group, count.unit], halves) for count in slips)


def _keys(count: SlipCount, pair: PublicPair, halves: Mapping[Pile, str]) -> StampKeys:
    outer, cosigner = joined(pair, halves)
    return StampKeys(
        group=count.group,
        unit=count.unit,
        eligible=count.printed,
        inner=pair.inner,
        outer=outer,
        cosigner=cosigner,
    )


def of_people(roll: Roll, appraisees: tuple[Appraisee, ...]) -> list[NewRight]:
    """A right to sign in for each person and unit of the frozen roll."""
    return [
        NewRight(Channel.SIGNIN, Bearer(person=person.key), person.weighting, unit)
        for person, units in units_of(roll, appraisees)
        for unit in units
    ]


def of_codes(
    survey: SurveyKey, slips: Sequence[Slip], *, channel: Channel, key: bytes
) -> list[NewRight]:
    """A right for each slip, or for each paper ballot by the slip that its serial stands for."""
    return [
        NewRight(channel, Bearer(slip=mark_of(key, survey, slip.code)), slip.group, slip.unit)
        for slip in slips
    ]


async def make_rights(
    conn: Connection, made: Sequence[NewRight], manifest: Manifest, *, box: Pool | None = None
) -> None:
    """Make them; what was printed before is worthless. A box without slips is told the numbers."""
    await registrar.make_rights(conn, manifest.survey, made)
    if box is not None:
        async with transaction(box) as other:
            await piles.note_piles(other, manifest)


async def settle(conn: Connection, box: Pool, survey: SurveyKey) -> None:
    """After the close: what nobody took was not issued, and the box is told; twice does no harm."""
    await registrar.void_untaken(conn, survey)
    await note_voided(conn, box, survey)


async def note_voided(conn: Connection, box: Pool, survey: SurveyKey) -> None:
    """Tell the box how many rights of each pile are voided by now."""
    counted = [
        (given.weighting_group, given.unit, given.voided)
        for given in await count_stamps(conn, survey)
    ]
    async with transaction(box) as other:
        await piles.note_voided(other, survey, counted)


async def void_rights(
    conn: Connection, box: Pool, survey: SurveyKey, typed: Sequence[str], *, key: bytes
) -> list[tuple[str, Voiding]]:
    """Void left-over cards by their codes; what became of each, in order."""
    marks = {code: mark for code in typed if (mark := _mark_if_any(key, survey, code))}
    became = await void_slip_rights(conn, survey, list(marks.values()))
    await note_voided(conn, box, survey)
    return [(code, Voiding(became.get(marks.get(code, b""), "unknown"))) for code in typed]


def _mark_if_any(key: bytes, survey: SurveyKey, code: str) -> bytes | None:
    try:
        return mark_of(key, survey, code)
    except Refusal:
        return None
