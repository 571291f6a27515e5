"""Before a poll: draft, revise, freeze the form, draw people from the roll."""

import secrets
from datetime import datetime

import msgspec

from service.boards.polls import store
from service.boards.polls.deeds import take
from service.database import Connection
from service.dossier.deeds import Deed, leave_work, record
from service.register import read_roll
from surveys import canonical
from surveys.electorate.roll import DeputyGroup, Roll
from surveys.electorate.sample import draw
from surveys.poll import Entry, Holder, PollPlan
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value


class Draft(Value, frozen=True):
    """A plan, when it is announced to begin, and the stored questionnaire it was taken from."""

    plan: PollPlan
    opens_at: datetime | None = None
    questionnaire: str | None = None
    version: int | None = None


async def draft(conn: Connection, deed: Deed, drafted: Draft) -> None:
    """Begin a poll."""
    await store.draft_poll.run(conn, *_columns(deed, drafted))
    await record(conn, deed, "draft-poll", drafted.plan.title)


async def revise(conn: Connection, deed: Deed, drafted: Draft) -> None:
    """Change a draft; a frozen poll is refused."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.DRAFTED:
        raise Refusal("poll.unmendable")
    await store.revise_poll.run(conn, *_columns(deed, drafted))
    await record(conn, deed, "revise-poll", drafted.plan.title)


def _columns(deed: Deed, drafted: Draft) -> tuple[object, ...]:
    return (
        deed.town,
        deed.survey,
        drafted.plan.title,
        canonical.encode(drafted.plan).decode(),
        drafted.opens_at,
        drafted.questionnaire,
        drafted.version,
    )


async def prepare(conn: Connection, deed: Deed) -> None:
    """Freeze the form, draw people where the plan wants it, and ask the opener for a box.

    Where no seed was given from outside, one is drawn now, after the roll is as it is.
    """
    row = await take(conn, deed, Stage.PREPARED)
    plan = row.plan.read()
    await _demand_unchanged(conn, row, plan)
    if faults := proofread(plan.form):
        raise Refusal("form.unproofed", number=len(faults), complaints=faults)
    roll = None
    if plan.entry is Entry.CARDS and plan.holder is Holder.PERSON:
        plan = msgspec.structs.replace(plan, seed=plan.seed or secrets.token_hex(16))
        roll = _frame(await read_roll(conn, deed.town), plan)
        _demand_enough(roll, plan)
    await store.prepare_poll.run(
        conn,
        *(deed.town, deed.survey, canonical.encode(plan).decode()),
        None if roll is None else canonical.encode(roll).decode(),
    )
    await store.freeze_questionnaire.run(
        conn, deed.town, row.questionnaire_id, row.questionnaire_version
    )
    await leave_work(conn, deed, "box.prepare")
    await record(conn, deed, "prepare-poll", plan.seed)


async def _demand_unchanged(conn: Connection, row: store.PollRow, plan: PollPlan) -> None:
    """The draft holds the questionnaire as it was; a slip mended since must not be printed."""
    if row.questionnaire_id is None:
        return
    stored = await store.find_questionnaire.maybe(
        conn, row.town_id, row.questionnaire_id, row.questionnaire_version
    )
    if stored is None or canonical.decode(stored, Questionnaire) != plan.form:
        raise Refusal("poll.questionnaire_changed")


async def ask_for_box(conn: Connection, deed: Deed) -> None:
    """Ask the opener again, where the first time failed."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED or row.box_key is not None:
        raise Refusal("stage.not_from_here", here=row.stage, there=Stage.PREPARED.value)
    await leave_work(conn, deed, "box.prepare")


def _frame(roll: Roll, plan: PollPlan) -> Roll:
    """Those of the plan's groups who may vote, in the order of the plan.

    A poll asks everybody the same: recusals and weightings stay out.
    """
    groups = tuple(DeputyGroup(share.group, share.label) for share in plan.shares)
    known = {group.key for group in groups}
    people = tuple(
        msgspec.structs.replace(person, recused_from=frozenset())
        for person in roll.people
        if person.eligible and person.group in known
    )
    return Roll(groups=groups, weightings=(), people=people)


def _demand_enough(roll: Roll, plan: PollPlan) -> None:
    labels = {share.group: share.label for share in plan.shares}
    try:
        draw(roll, {share.group: share.number for share in plan.shares}, seed=plan.seed)
    except Refusal as refusal:
        named = {**refusal.data, "group": labels.get(str(refusal.data.get("group")), "")}
        raise Refusal(refusal.code, **named) from refusal
