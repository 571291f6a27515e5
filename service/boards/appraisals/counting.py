"""After closing: ask for the box to be opened, confirm the count, ask for its publication."""

from collections.abc import Sequence

from service.boards.appraisals import rights, store
from service.boards.appraisals.deeds import take
from service.boards.appraisals.shares import find_custody
from service.box import gate
from service.box.gate import Turnout
from service.database import Connection, Pool, transaction
from service.dossier.deeds import Deed, demand_two, leave_work, record
from surveys import canonical
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.tally.results import Confirmation
from surveys.tally.slips import Slips, check_issued
from surveys.values import Value


class Approval(Value, frozen=True):
    """What the presidium adds when it publishes, such as 主席团第12次会议."""

    approved_by: str = ""


async def ask_to_open(conn: Connection, box: Pool, deed: Deed) -> None:
    """Ask the opener to open the box; the count follows by itself.

    Left-over cards can be voided only while the box is shut, so that is looked at first.
    """
    await ready_to_open(conn, box, deed)
    if await find_custody.maybe(conn, deed.town, deed.survey) is not None:
        raise Refusal("custody.kept_in_shares")
    await leave_work(conn, deed, "box.open")
    await record(conn, deed, "open-box", deed.second)


async def ready_to_open(conn: Connection, box: Pool, deed: Deed) -> None:
    """Refuse what stands against opening; from here on nobody is stamped any more."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.CLOSED:
        raise Refusal("box.still_open")
    if row.present is None:
        raise Refusal("session.attendance_missing")
    demand_two(deed)
    if row.plan.read().sealed:
        await rights.settle(conn, box, deed.survey)
    async with transaction(box) as other:
        check_issued(_issued(await gate.read_turnout(other, deed.survey)), row.present)
    if row.plan.read().sealed:
        await leave_work(conn, deed, "stamps.destroy")


async def note_early_opening(conn: Connection, deed: Deed) -> None:
    """Somebody asked for the box before the vote was closed; it was refused, and is on record."""
    await record(conn, deed, "refused-opening")


def _issued(turnout: Sequence[Turnout]) -> Slips:
    issued: Slips = {}
    for pile in turnout:
        issued.setdefault(pile.weighting_group, {})[pile.unit] = pile.issued
    return issued


async def confirm(conn: Connection, deed: Deed, confirmation: Confirmation) -> None:
    """Keep who signed the tally sheet (计票结果报告单); fewer than the rule set asks is refused."""
    row = await take(conn, deed, Stage.CONFIRMED)
    least = row.rules.read().session.tellers
    if len(set(confirmation.scrutineers)) < least:
        raise Refusal("session.too_few_scrutineers", least=least)
    if not (count := row.count.read()).quorate:
        # The frozen rule set itself says that such a vote does not count; it can only be void.
        meeting = count.meeting
        raise Refusal("session.no_quorum", present=meeting.present, entitled=meeting.entitled)
    await store.confirm_count.run(conn, deed.town, deed.survey, canonical.encode(confirmation))
    await record(conn, deed, "confirm", "、".join(confirmation.scrutineers))


async def ask_to_publish(conn: Connection, deed: Deed, approval: Approval) -> None:
    """Ask the worker to write and print what is published."""
    await take(conn, deed, Stage.PUBLISHED)
    demand_two(deed)
    await leave_work(
        conn,
        deed,
        "result.publish",
        payload=canonical.encode(approval).decode(),
    )
    said = "，".join(part for part in (deed.second, approval.approved_by) if part)
    await record(conn, deed, "publish", said)
