"""Before the vote: draft, revise, freeze form, rule set and roll; or begin again after a void."""

import msgspec

from service.boards.appraisals import store
from service.boards.appraisals.deeds import take
from service.database import Connection
from service.dossier.deeds import Deed, leave_work, record
from service.register import read_roll
from surveys import canonical
from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Plan
from surveys.electorate.roll import Roll, entitled
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from surveys.rules import proofread as rule_proofreading
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage


async def draft(
    conn: Connection, deed: Deed, plan: Plan, rules: RuleSet, *, redo_of: str | None = None
) -> None:
    """Begin an evaluation."""
    await store.draft_evaluation.run(
        conn, deed.town, deed.survey, plan.title, _text(plan), _text(rules), redo_of
    )
    await record(conn, deed, "draft", plan.title)


async def revise(conn: Connection, deed: Deed, plan: Plan, rules: RuleSet) -> None:
    """Change a draft; a frozen evaluation is refused."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.DRAFTED:
        raise Refusal("stage.not_from_here", here=row.stage, there=Stage.DRAFTED.value)
    await store.revise_evaluation.run(
        conn, deed.town, deed.survey, plan.title, _text(plan), _text(rules)
    )
    await record(conn, deed, "revise", plan.title)


async def prepare(conn: Connection, deed: Deed) -> None:
    """Freeze form, rule set and roll, and ask the opener for a box."""
    row = await take(conn, deed, Stage.PREPARED)
    plan, rules = row.plan.read(), row.rules.read()
    _demand_sound(plan, rules)
    roll = _of_this_plan(await read_roll(conn, deed.town), plan)
    _demand_groups(roll, rules)
    number = entitled(roll)
    if not number:
        raise Refusal("roll.empty")
    await store.freeze_roll.run(conn, deed.town, deed.survey, _text(roll), number)
    await _ask_for_box(conn, deed, plan)
    await record(conn, deed, "prepare", f"entitled={number}")


async def redo(conn: Connection, deed: Deed, voided: str) -> str:
    """Draft the same evaluation anew after the first was declared void; pressed twice, once."""
    row = await store.lock(conn, deed.town, voided)
    if row.stage is not Stage.VOID:
        raise Refusal("stage.not_from_here", here=row.stage, there=Stage.DRAFTED.value)
    if begun := await store.find_redo.maybe(conn, deed.town, voided):
        return begun
    await draft(conn, deed, row.plan.read(), row.rules.read(), redo_of=voided)
    return deed.survey


async def ask_for_box(conn: Connection, deed: Deed) -> None:
    """Ask the opener again, where the first time failed."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED or row.box_key is not None:
        raise Refusal("stage.not_from_here", here=row.stage, there=Stage.PREPARED.value)
    await _ask_for_box(conn, deed, row.plan.read())


async def _ask_for_box(conn: Connection, deed: Deed, plan: Plan) -> None:
    """Where voters seal on their own device, stamp keys are made first, which takes seconds."""
    kind = "stamps.prepare" if plan.sealed else "box.prepare"
    await leave_work(conn, deed, kind)


def _of_this_plan(roll: Roll, plan: Plan) -> Roll:
    """Recusals from departments nobody rates this time would split every ballot for nothing."""
    keys = {appraisee.key for appraisee in plan.appraisees}
    people = tuple(
        msgspec.structs.replace(person, recused_from=person.recused_from & keys)
        for person in roll.people
    )
    return msgspec.structs.replace(roll, people=people)


def _demand_groups(roll: Roll, rules: RuleSet) -> None:
    """Every weighting group of the roll must be one the rule set counts."""
    counted = {group.key for group in rules.electorate.groups}
    unknown = [group.label for group in roll.weightings if group.key not in counted]
    if unknown:
        raise Refusal("session.unknown_group", groups="、".join(unknown))


def _demand_sound(plan: Plan, rules: RuleSet) -> None:
    form = ballot_form(plan)
    if faults := proofread(form):
        raise Refusal("form.unproofed", number=len(faults), complaints=faults)
    if contradictions := (
        *rule_proofreading.proofread(rules),
        *rule_proofreading.agrees(rules, form),
    ):
        raise Refusal("rules.contradiction", complaints=contradictions)


def _text(value: Plan | RuleSet | Roll) -> str:
    return canonical.encode(value).decode()
