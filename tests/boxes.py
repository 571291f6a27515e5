"""Boxes for tests: a real key, a real gate, real slips; and what a voter answers."""

from typing import Any

from service.box import gate
from service.box.casting import Box, box_of
from service.box.gate import GateState
from service.box.keys import make_box_key
from service.box.receipts import public_receipt_key
from service.box.sealing import seal
from service.box.slips import Slip
from service.database import Pool, transaction
from service.database.secrets import slip_key
from service.settings import Settings
from surveys.ballots.ballot import Ballot, Enclosure, Remark
from surveys.ballots.receipt import leaf
from surveys.keys import WHOLE, GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest, SlipCount
from surveys.questionnaire.answers import Answers, Mark, Words
from surveys.questionnaire.form import restrict
from surveys.values import Value
from tests.builders import SURVEY, a_manifest, some_marks


class Made(Value, frozen=True):
    """A box that is ready: its manifest, what a caster needs of it, and the printed slips."""

    manifest: Manifest
    box: Box
    slips: list[Slip]

    def codes(self, unit: UnitKey = WHOLE, group: GroupKey = "deputies") -> list[str]:
        """The codes of one pile of slips."""
        return [slip.code for slip in self.slips if (slip.unit, slip.group) == (unit, group)]


def a_true_manifest(settings: Settings, *, printed: int = 50, **changes: Any) -> Manifest:
    """A manifest whose keys exist."""
    survey: SurveyKey = changes.pop("survey", SURVEY)
    return a_manifest(
        **{
            "survey": survey,
            "box_key": make_box_key(settings, survey),
            "receipt_key": public_receipt_key(settings),
            "slips": (SlipCount(group="deputies", unit=WHOLE, printed=printed),),
            **changes,
        }
    )


async def a_box(
    settings: Settings, pool: Pool, *, state: GateState = GateState.OPEN, **changes: Any
) -> Made:
    """A box with printed slips, its gate in `state`."""
    manifest = a_true_manifest(settings, **changes)
    async with transaction(pool) as conn:
        await gate.prepare_gate(conn, manifest)
        slips = await gate.print_slips(conn, manifest, key=slip_key(settings))
    if state is not GateState.PREPARED:
        await turn(pool, manifest.survey, GateState.OPEN)
    if state not in (GateState.PREPARED, GateState.OPEN):
        await turn(pool, manifest.survey, state)
    return Made(manifest, box_of(manifest), slips)


async def turn(pool: Pool, survey: SurveyKey, wanted: GateState) -> None:
    """Turn the gate."""
    async with transaction(pool) as conn:
        await gate.move_gate(conn, survey, wanted)


def answers(
    made: Made, grade: Mark = "satisfied", *, unit: UnitKey = WHOLE, remark: str = ""
) -> Answers:
    """Every cell marked alike, and a remark about the finance office if there is one."""
    given: Answers = dict(some_marks(restrict(made.manifest.form, unit), grade))
    return {**given, "remark.1": Words(words=remark)} if remark else given


def an_envelope(
    made: Made, ballot: Ballot, *remarks: Remark, under: GroupKey = "deputies"
) -> bytes:
    """An envelope as only somebody could make it who does not come through our door."""
    return seal(made.box.seal, under, Enclosure(ballot=ballot, remarks=remarks))


async def smuggle(owner: Pool, made: Made, *envelopes: bytes, group: GroupKey = "deputies") -> None:
    """Lay envelopes into the box past every door, as the owner of the tables could."""
    async with owner.acquire() as conn:
        for envelope in envelopes:
            await conn.execute(
                "insert into box.sealed (survey_id, leaf, weighting_group, envelope)"
                " values ($1, $2, $3, $4)",
                *(made.manifest.survey, leaf(made.box.seal.manifest, envelope), group, envelope),
            )
