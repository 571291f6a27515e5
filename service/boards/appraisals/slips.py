"""Drawn slips: how many are due, the manifest they are printed under, the sheets themselves."""

import msgspec

from reports.document import Document
from reports.wording.proof import say_secrecy
from reports.writing.slips import Slip as PrintedSlip
from reports.writing.slips import write_slips
from service.boards.appraisals import doors, rights, store
from service.boards.appraisals.doors import Doors
from service.boards.appraisals.shares import find_custody
from service.boards.appraisals.store import EvaluationRow
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
from service.stamping.cosigner import find_cosigner, moduli_of
from service.stamping.rights import Channel
from service.web.assets import sealing_script, voting_scripts
from surveys import canonical
from surveys.appraisal.form import ballot_form
from surveys.ballots.enclose import longest_enclosure, longest_stamped
from surveys.electorate.eligibility import slips_needed
from surveys.electorate.roll import fingerprint
from surveys.manifest import PROTOCOL, Custody, Manifest, Secrecy, SlipCount, StampKeys
from surveys.manifest import fingerprint as frozen_as
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal
from surveys.stages import Stage

_Counts = tuple[SlipCount, ...]


async def freeze(
    conn: Connection, box: Pool, deed: Deed, *, slips: _Counts, receipt_key: str
) -> Manifest:
    """Freeze what slips are printed under; until the vote opens it may be frozen anew.

    `slips`: the rights of each pile, by whatever door.
    """
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED:
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
    congress = await read_congress.get(conn, row.town_id)
    plan, roll = row.plan.read(), row.roll.read()
    _demand_due(slips, slips_needed(roll, plan.appraisees))
    form = ballot_form(plan)
    cosigner = await find_cosigner.maybe(conn, row.town_id, row.survey_id)
    halves = moduli_of(cosigner)
    stamps = await rights.find_keys(conn, row, slips, halves=halves) if plan.sealed else ()
    shares = await find_custody.maybe(conn, row.town_id, row.survey_id)
    if shares is not None and not shares.rehearsed:
        raise Refusal("custody.not_rehearsed")
    kept = shares.public_key.read() if shares else None
    return Manifest(
        protocol=PROTOCOL,
        town=row.town_id,
        congress=congress,
        survey=row.survey_id,
        title=row.title,
        secrecy=Secrecy.SEALED if plan.sealed else Secrecy.SERVER_SEALED,
        custody=Custody.SCRUTINEERS if kept else Custody.SYSTEM,
        form=form,
        appraisees=plan.appraisees,
        rules=row.rules.read(),
        slips=slips,
        entitled=row.entitled or 0,
        roll_fingerprint=fingerprint(roll),
        box_key=row.box_key,
        receipt_key=receipt_key,
        padded=_padded(form, stamps),
        frozen_at=deed.now.astimezone(CHINA).isoformat(),
        rehearsal=plan.rehearsal,
        stamps=stamps,
        custodians=kept.custodians.names if kept else (),
        threshold=kept.custodians.needed if kept else 0,
        script=sealing_script() if plan.sealed else "",
        scripts=voting_scripts() if plan.sealed else (),
        cosigners=(cosigner.holder,) if cosigner else (),
    )


def _padded(form: Questionnaire, stamps: tuple[StampKeys, ...]) -> int:
    if not stamps:
        return longest_enclosure(form)
    return longest_stamped(form, max(len(pair.inner) for pair in stamps) // 2)


def _demand_due(slips: _Counts, rights: _Counts) -> None:
    """Every pile that is due, nothing else, and no fewer than one card in it."""
    wanted = {(count.group, count.unit) for count in rights}
    given = {(count.group, count.unit) for count in slips}
    if given != wanted or any(count.printed < 1 for count in slips):
        raise Refusal("slip.none_printed")


async def issue(  # noqa: PLR0913 -- what is printed, for which doors, by whom
    registrar: Pool,
    box: Pool,
    settings: Settings,
    *,
    deed: Deed,
    slips: _Counts,
    beside: Doors | None = None,
) -> Document:
    """Freeze, mint, lay out: the sheets of cards. Sheets printed before become worthless.

    The codes of cards exist in the document this returns and nowhere else.
    """
    async with transaction(registrar) as conn:
        row = await store.lock(conn, deed.town, deed.survey)
        people, papers = doors.people_of(row, beside), beside.paper if beside else ()
        together = doors.together(row, (*slips, *papers), people)
        manifest = await freeze(
            conn, box, deed, slips=together, receipt_key=public_receipt_key(settings)
        )
        key = slip_key(settings)
        cards = gate.mint_slips(msgspec.structs.replace(manifest, slips=slips))
        sheets = doors.sheets_of(manifest, papers, key)
        made = rights.of_codes(manifest.survey, sheets, channel=Channel.PAPER, key=key)
        if manifest.secrecy is Secrecy.SEALED:
            drawn = rights.of_codes(manifest.survey, cards, channel=Channel.SLIP, key=key)
            await rights.make_rights(conn, [*people, *drawn, *made], manifest, box=box)
        elif made:
            await rights.make_rights(conn, made, manifest)
    if manifest.secrecy is not Secrecy.SEALED:
        async with transaction(box) as conn:
            await gate.store_slips(conn, manifest.survey, [*cards, *sheets], key=key)
    return lay_out(manifest, cards, address=settings.public_address)


async def void_left_over(
    conn: Connection, doors: Pool, settings: Settings, *, deed: Deed, left: LeftOver
) -> list[tuple[str, Voiding]]:
    """Void cards that nobody drew, before two scrutineers; what became of each."""
    row = await store.lock(conn, deed.town, deed.survey)
    demand_witnessed(left, row.stage, least=row.rules.read().session.tellers)
    became = await _void(conn, doors, row, left.codes, key=slip_key(settings))
    await note_voided(conn, deed, left, became)
    return became


async def _void(
    conn: Connection, doors: Pool, row: EvaluationRow, typed: tuple[str, ...], *, key: bytes
) -> list[tuple[str, Voiding]]:
    if row.plan.read().sealed:
        return await rights.void_rights(conn, doors, row.survey_id, typed, key=key)
    async with transaction(doors) as other:
        return await gate.void_slips(other, row.survey_id, typed, key=key)


def lay_out(manifest: Manifest, slips: list[Slip], *, address: str) -> Document:
    """Lay the cards out; `address` is the public base of the site.

    In the class sealed the code that is scanned names the manifest too: a phone that was given
    another one, with keys that tell voters apart, refuses to go on.
    """
    units = {appraisee.key: appraisee.label for appraisee in manifest.appraisees}
    groups = {group.key: group.label for group in manifest.rules.electorate.groups}
    several = len({count.group for count in manifest.slips}) > 1
    law = f"&mh={frozen_as(manifest)}" if manifest.secrecy is Secrecy.SEALED else ""
    return write_slips(
        [
            PrintedSlip(
                address=f"{_page(address, manifest, slip)}#{slip.code.replace('-', '')}{law}",
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
