"""Votes sealed on the voter's own device, for tests: real keys, rights, gate and phones."""

from collections.abc import Mapping
from typing import Any

from service.box import gate, piles
from service.box.gate import GateState
from service.box.keys import make_box_key
from service.box.receipts import public_receipt_key
from service.box.slips import SIZE, mark_of, mint
from service.box.stamped import StampedBox, stamped_box_of
from service.database import Pool, transaction
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import Ask, Phone
from service.settings import Settings
from service.stamping.cosigner import joined
from service.stamping.keys import PublicPair, destroy_stamp_keys, make_stamp_keys
from service.stamping.rights import Bearer, make_slip_rights
from service.stamping.stamping import Claim, Kind, Stamping, stamp
from surveys import canonical
from surveys.ballots.enclose import longest_stamped
from surveys.keys import WHOLE, GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest, Secrecy, SlipCount, StampKeys
from surveys.questionnaire.answer import Answers, Mark
from surveys.questionnaire.form import restrict
from surveys.values import Value
from tests.boxes import turn
from tests.builders import SURVEY, a_manifest, a_plan, some_marks
from tests.people import WU

BITS = 2048
STAGES = {
    GateState.PREPARED: ("prepared",),
    GateState.OPEN: ("prepared", "open"),
    GateState.PAUSED: ("prepared", "open", "paused"),
    GateState.CLOSED: ("prepared", "open", "closed"),
}


class Card(Value, frozen=True):
    """A drawn slip."""

    code: str
    group: GroupKey
    unit: UnitKey


class SealedVote(Value, frozen=True):
    """A vote that is ready: its manifest, what the box needs of it, the printed slips."""

    manifest: Manifest
    digest: str
    box: StampedBox
    cards: list[Card]

    def codes(self, unit: UnitKey = WHOLE, group: GroupKey = "deputies") -> list[str]:
        """The codes of one pile."""
        return [card.code for card in self.cards if (card.unit, card.group) == (unit, group)]

    def phone(self, unit: UnitKey = WHOLE, group: GroupKey = "deputies") -> Phone:
        """The device of somebody of this group."""
        return Phone(self.manifest, group, unit, self.digest)

    def answers(self, grade: Mark = "satisfied", unit: UnitKey = WHOLE) -> Answers:
        """Every cell marked alike."""
        return some_marks(restrict(self.manifest.form, unit), grade)


def stamp_keys_of(
    settings: Settings, survey: SurveyKey, wanted: set[tuple[GroupKey, UnitKey]]
) -> tuple[PublicPair, ...]:
    """A pair for each pile, kept from test to test where they fit."""
    made = make_stamp_keys(settings, survey, wanted, bits=BITS)
    if {(pair.group, pair.unit) for pair in made} != wanted:
        destroy_stamp_keys(settings, survey)
        made = make_stamp_keys(settings, survey, wanted, bits=BITS)
    return made


def a_sealed_manifest(
    settings: Settings,
    slips: tuple[SlipCount, ...],
    *,
    survey: SurveyKey = SURVEY,
    halves: Mapping[tuple[GroupKey, UnitKey], str] | None = None,
    **changes: Any,
) -> Manifest:
    """A manifest whose keys exist. `halves`: a co-signer's factors of the outer keys."""
    made = stamp_keys_of(settings, survey, {(count.group, count.unit) for count in slips})
    printed = {(count.group, count.unit): count.printed for count in slips}
    manifest = a_manifest(
        survey=survey,
        **changes,
        secrecy=Secrecy.SEALED,
        slips=slips,
        box_key=make_box_key(settings, survey),
        receipt_key=public_receipt_key(settings),
        stamps=tuple(
            StampKeys(
                group=pair.group,
                unit=pair.unit,
                eligible=printed[pair.group, pair.unit],
                inner=pair.inner,
                outer=outer,
                cosigner=cosigner,
            )
            for pair in made
            for outer, cosigner in [joined(pair, halves or {})]
        ),
        cosigners=(WU,) if halves else (),
    )
    return a_manifest(
        **{
            **{name: getattr(manifest, name) for name in manifest.__struct_fields__},
            "padded": longest_stamped(manifest.form, BITS // 8),
        }
    )


async def a_sealed_vote(
    settings: Settings,
    web: Pool,
    box: Pool,
    *,
    slips: tuple[SlipCount, ...] = (SlipCount(group="deputies", unit=WHOLE, printed=20),),
    survey: SurveyKey = SURVEY,
    state: GateState = GateState.OPEN,
    **changes: Any,
) -> SealedVote:
    """A vote with rights and a box, both in `state`."""
    manifest = a_sealed_manifest(settings, slips, survey=survey, **changes)
    digest = canonical.fingerprint(canonical.encode(manifest))
    cards = [
        Card(code=mint(number.to_bytes(SIZE)), group=count.group, unit=count.unit)
        for at, count in enumerate(slips)
        for number in range(1000 * at, 1000 * at + count.printed)
    ]
    key = slip_key(settings)
    await _freeze(web, manifest, digest)
    async with transaction(web) as conn:
        marked = [(mark_of(key, survey, card.code), card.group, card.unit) for card in cards]
        await make_slip_rights(conn, survey, marked)
    async with transaction(box) as conn:
        await gate.prepare_gate(conn, manifest)
        await piles.note_piles(conn, manifest)
    vote = SealedVote(manifest, digest, stamped_box_of(manifest, digest), cards)
    for stage in STAGES[state][1:]:
        await take(web, box, vote, stage)
    return vote


async def _freeze(web: Pool, manifest: Manifest, digest: str) -> None:
    async with transaction(web) as conn:
        await conn.execute(
            "insert into registrar.town values ('laochang', '老厂镇', '主席团')"
            " on conflict do nothing"
        )
        await conn.execute(
            "insert into registrar.evaluation (town_id, survey_id, title, plan, rules)"
            " values ('laochang', $1, '民主测评', $2, '{}')",
            *(manifest.survey, canonical.encode(a_plan()).decode()),
        )
        await conn.execute(
            "update registrar.evaluation set stage = 'prepared' where survey_id = $1",
            manifest.survey,
        )
        await conn.execute(
            "update registrar.evaluation set manifest = $2, manifest_digest = $3"
            " where survey_id = $1",
            *(manifest.survey, canonical.encode(manifest), digest),
        )


async def take(web: Pool, box: Pool, vote: SealedVote, stage: str) -> None:
    """Take a step at the registrar and at the box, as the meeting does."""
    async with transaction(web) as conn:
        await conn.execute(
            "update registrar.evaluation set stage = $2 where survey_id = $1",
            *(vote.manifest.survey, stage),
        )
    await turn(box, vote.manifest.survey, GateState(stage))


def asking(settings: Settings, stamping: Stamping, vote: SealedVote, code: str) -> Ask:
    """Ask for stamps with this slip, past HTTP."""
    survey = vote.manifest.survey
    unit = next((card.unit for card in vote.cards if card.code == code), WHOLE)
    bearer = Bearer(slip=mark_of(slip_key(settings), survey, code))

    async def ask(kind: str, blinded: bytes) -> bytes:
        claim = Claim(survey=survey, unit=unit, bearer=bearer)
        return (await stamp(stamping, claim, kind=Kind(kind), blinded=blinded)).stamp

    return ask
