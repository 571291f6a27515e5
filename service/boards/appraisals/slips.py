"""Drawn slips: how many are due, the manifest they are printed under, the sheets themselves."""

from reports.document import Document
from reports.wording.proof import say_secrecy
from reports.writing.slips import Slip as PrintedSlip
from reports.writing.slips import write_slips
from service.boards.appraisals import store
from service.boards.appraisals.deeds import Deed, record
from service.boards.appraisals.store import EvaluationRow
from service.box import gate
from service.box.receipts import public_receipt_key
from service.box.slips import Slip
from service.clock import CHINA
from service.database import Connection, Pool, transaction
from service.database.secrets import slip_key
from service.settings import Settings
from surveys import canonical
from surveys.appraisal.form import ballot_form
from surveys.ballots.enclose import longest_enclosure
from surveys.electorate.eligibility import slips_needed
from surveys.electorate.roll import fingerprint
from surveys.manifest import PROTOCOL, Custody, Manifest, Secrecy, SlipCount
from surveys.refusals import Refusal
from surveys.stages import Stage

_Counts = tuple[SlipCount, ...]


async def freeze(
    conn: Connection, box: Pool, deed: Deed, *, slips: _Counts, receipt_key: str
) -> Manifest:
    """Freeze what slips are printed under; until the vote opens it may be frozen anew."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.read_stage() is not Stage.PREPARED:
        raise Refusal("slip.too_late_to_print")
    manifest = await _manifest(conn, row, deed=deed, slips=slips, receipt_key=receipt_key)
    data = canonical.encode(manifest)
    digest = canonical.fingerprint(data)
    await store.freeze_manifest.run(conn, deed.town, deed.survey, data, digest)
    await record(conn, deed, "freeze", digest)
    async with transaction(box) as other:
        await gate.prepare_gate(other, manifest)
    return manifest


async def _manifest(
    conn: Connection, row: EvaluationRow, *, deed: Deed, slips: _Counts, receipt_key: str
) -> Manifest:
    if row.box_key is None:
        raise Refusal("box.not_made")
    congress = await store.read_congress.one(conn, row.town_id)
    plan, roll = row.read_plan(), row.read_roll()
    _demand_due(slips, slips_needed(roll, plan.appraisees))
    form = ballot_form(plan)
    return Manifest(
        protocol=PROTOCOL,
        town=row.town_id,
        congress=congress.congress,
        survey=row.survey_id,
        title=row.title,
        secrecy=Secrecy.SERVER_SEALED,
        custody=Custody.SYSTEM,
        form=form,
        appraisees=plan.appraisees,
        rules=row.read_rules(),
        slips=slips,
        entitled=row.entitled or 0,
        roll_fingerprint=fingerprint(roll),
        box_key=row.box_key,
        receipt_key=receipt_key,
        padded=longest_enclosure(form),
        frozen_at=deed.now.astimezone(CHINA).isoformat(),
    )


def _demand_due(slips: _Counts, rights: _Counts) -> None:
    """Every pile that is due, nothing else, and no fewer than one card in it."""
    wanted = {(count.group, count.unit) for count in rights}
    given = {(count.group, count.unit) for count in slips}
    if given != wanted or any(count.printed < 1 for count in slips):
        raise Refusal("slip.none_printed")


async def issue(
    registrar: Pool, box: Pool, settings: Settings, *, deed: Deed, slips: _Counts
) -> Document:
    """Freeze, mint, lay out: the sheets of cards. Sheets printed before become worthless.

    The codes exist in the document this returns and nowhere else.
    """
    async with transaction(registrar) as conn:
        manifest = await freeze(
            conn, box, deed, slips=slips, receipt_key=public_receipt_key(settings)
        )
    async with transaction(box) as conn:
        minted = await gate.print_slips(conn, manifest, key=slip_key(settings))
    return lay_out(manifest, minted, address=settings.public_address)


def lay_out(manifest: Manifest, slips: list[Slip], *, address: str) -> Document:
    """Lay the cards out; `address` is the public base of the site."""
    units = {appraisee.key: appraisee.label for appraisee in manifest.appraisees}
    groups = {group.key: group.label for group in manifest.rules.electorate.groups}
    several = len({count.group for count in manifest.slips}) > 1
    return write_slips(
        [
            PrintedSlip(
                address=f"{_page(address, manifest, slip)}#{slip.code.replace('-', '')}",
                code=slip.code,
                site=_page(address, manifest, slip),
                unit=units.get(slip.unit, ""),
                group=groups.get(slip.group, "") if several else "",
            )
            for slip in slips
        ],
        congress=manifest.congress,
        title=manifest.title,
        dated=manifest.frozen_at,
        promise=say_secrecy(manifest.secrecy, manifest.custody),
    )


def _page(address: str, manifest: Manifest, slip: Slip) -> str:
    unit = f"/{slip.unit}" if slip.unit else ""
    return f"{address}/v/{manifest.survey}{unit}"
