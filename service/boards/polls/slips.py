"""Before a poll opens: its manifest, the cards of its village groups, the people who were drawn."""

from collections.abc import Sequence
from typing import Final

from reports.document import Document
from reports.wording.polls import say_poll_secrecy
from reports.writing.slips import Slip as PrintedSlip
from reports.writing.slips import write_slips
from service.boards.polls import store
from service.boards.polls.store import PollRow
from service.box import gate
from service.box.gate import Voiding
from service.box.receipts import public_receipt_key
from service.box.slips import Slip
from service.clock import CHINA
from service.database import Connection, Pool, transaction
from service.database.secrets import slip_key
from service.dossier.deeds import Deed, record
from service.dossier.left_over import LeftOver, demand_witnessed, note_voided
from service.register import read_congress
from service.settings import Settings
from surveys import canonical
from surveys.ballots.enclose import longest_enclosure
from surveys.electorate.roll import Person, Roll, WeightingGroup, by_group, fingerprint
from surveys.electorate.sample import draw
from surveys.keys import WHOLE
from surveys.manifest import PROTOCOL, Custody, Secrecy, SlipCount
from surveys.poll import (
    EVERYBODY,
    SMALLEST_CELL,
    Entry,
    Frame,
    Holder,
    PollManifest,
    PollPlan,
    Stratum,
)
from surveys.refusals import Refusal
from surveys.stages import Stage

WITNESSES: Final = 2
"""Scrutineers who watch cards being voided; a poll has no rule set that says how many."""


async def freeze(conn: Connection, box: Pool, settings: Settings, *, deed: Deed) -> PollManifest:
    """Freeze what the poll is answered under; until it opens it may be frozen anew."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED:
        raise Refusal("slip.too_late_to_print")
    if row.box_key is None:
        raise Refusal("box.not_made")
    congress = await read_congress.get(conn, row.town_id)
    manifest = _manifest(
        row,
        congress=congress,
        receipt_key=public_receipt_key(settings),
        frozen_at=deed.now.astimezone(CHINA).isoformat(),
    )
    data = canonical.encode(manifest)
    digest = canonical.fingerprint(data)
    await store.freeze_manifest.run(conn, deed.town, deed.survey, data, digest)
    await record(conn, deed, "freeze-poll", digest)
    everybody = EVERYBODY.key if manifest.entry is Entry.OPEN_LINK else None
    async with transaction(box) as other:
        await gate.prepare_gate(other, manifest)
        await gate.let_everybody_in(other, manifest.survey, group=everybody)
    return manifest


def _manifest(row: PollRow, *, congress: str, receipt_key: str, frozen_at: str) -> PollManifest:
    plan = row.plan.read()
    return PollManifest(
        protocol=PROTOCOL,
        town=row.town_id,
        congress=congress,
        survey=row.survey_id,
        title=row.title,
        secrecy=Secrecy.SERVER_SEALED,
        custody=Custody.SYSTEM,
        form=plan.form,
        groups=_groups(plan),
        entry=plan.entry,
        slips=_counts(plan),
        frame=_frame(row, plan),
        minimum=SMALLEST_CELL,
        box_key=row.box_key or "",
        receipt_key=receipt_key,
        padded=longest_enclosure(plan.form),
        frozen_at=frozen_at,
    )


def _groups(plan: PollPlan) -> tuple[WeightingGroup, ...]:
    if plan.entry is Entry.OPEN_LINK:
        return (EVERYBODY,)
    return tuple(WeightingGroup(share.group, share.label) for share in plan.shares)


def _counts(plan: PollPlan) -> tuple[SlipCount, ...]:
    if plan.entry is Entry.OPEN_LINK:
        return ()
    return tuple(SlipCount(share.group, WHOLE, share.number) for share in plan.shares)


def _frame(row: PollRow, plan: PollPlan) -> Frame | None:
    if plan.entry is Entry.OPEN_LINK:
        return None
    if plan.holder is Holder.HOUSEHOLD:
        strata = (Stratum(each.group, each.number, each.number) for each in plan.shares)
        return Frame(holder=plan.holder, strata=tuple(strata))
    roll = row.roll.read()
    members = by_group(roll)
    return Frame(
        holder=plan.holder,
        strata=tuple(
            Stratum(each.group, len(members[each.group]), each.number) for each in plan.shares
        ),
        seed=plan.seed,
        roll=fingerprint(roll),
    )


async def issue(registrar: Pool, box: Pool, settings: Settings, *, deed: Deed) -> Document:
    """Freeze, mint, lay out: the sheets of cards. Sheets printed before become worthless.

    The codes exist in the document this returns and nowhere else.
    """
    async with transaction(registrar) as conn:
        manifest = await freeze(conn, box, settings, deed=deed)
        if manifest.entry is not Entry.CARDS:
            raise Refusal("slip.none_printed")
    async with transaction(box) as conn:
        minted = await gate.print_slips(conn, manifest, key=slip_key(settings))
    return lay_out(manifest, minted, address=settings.public_address)


async def void_left_over(
    conn: Connection, box: Pool, settings: Settings, *, deed: Deed, left: LeftOver
) -> list[tuple[str, Voiding]]:
    """Void cards that nobody was handed, before two scrutineers; what became of each."""
    row = await store.lock(conn, deed.town, deed.survey)
    demand_witnessed(left, row.stage, least=WITNESSES)
    async with transaction(box) as other:
        became = await gate.void_slips(other, deed.survey, left.codes, key=slip_key(settings))
    await note_voided(conn, deed, left, became)
    return became


def lay_out(manifest: PollManifest, slips: Sequence[Slip], *, address: str) -> Document:
    """Lay the cards out, pile by pile; `address` is the public base of the site."""
    groups = {group.key: group.label for group in manifest.groups}
    page = f"{address}/v/{manifest.survey}"
    return write_slips(
        [
            PrintedSlip(
                address=f"{page}#{slip.code.replace('-', '')}",
                code=slip.code,
                site=page,
                group=groups.get(slip.group, ""),
            )
            for slip in slips
        ],
        congress=manifest.congress,
        title=manifest.title,
        dated=manifest.frozen_at,
        promise=say_poll_secrecy(manifest.entry, manifest.custody),
    )


def drawn(row: PollRow) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    """Who was drawn, by group, in the order of lots; nobody where cards went to households."""
    if not row.roll:
        return ()
    roll, plan = row.roll.read(), row.plan.read()
    people = draw(roll, {each.group: each.number for each in plan.shares}, seed=plan.seed)
    return _by_label(roll, people)


def _by_label(roll: Roll, people: tuple[Person, ...]) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    return tuple(
        (group.label, tuple(person for person in people if person.group == group.key))
        for group in roll.groups
    )
