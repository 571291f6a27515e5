"""What the secretary typed becomes a consultation, and is kept as a draft."""

from datetime import datetime
from typing import Final

from reports.wording.consultations import PREPARING
from service.boards.consultations import store
from service.boards.consultations.store import ConsultationRow
from service.clock import CHINA, for_field
from service.database import Connection
from service.dossier.deeds import Deed, record
from service.web.fields import Fields, one
from surveys import canonical
from surveys.appraisal.plan import Plan
from surveys.consultation.consultation import (
    Consultation,
    Department,
    Naming,
    Section,
    demand_sound,
    read_departments,
    read_sections,
    write_sections,
)
from surveys.consultation.course import Stage
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

LONGEST_TITLE: Final = 60
_LONGEST_LEAD: Final = 1000
_LONGEST_SEEN_BY: Final = 60


class Proposal(Value, frozen=True):
    """The page of a new consultation, as typed."""

    title: str = ""
    lead: str = ""
    sections: str = ""
    departments: str = ""
    naming: Naming = Naming.OPTIONAL
    seen_by: str = ""
    evaluation: str = ""
    closes_at: str = ""


class Draft(Value, frozen=True):
    """What is kept of it."""

    plan: Consultation
    closes_at: datetime
    evaluation: str | None


async def propose(conn: Connection, town: str, evaluation: str) -> Proposal:
    """An empty page; where it prepares an evaluation, with that one's departments."""
    plan = await store.read_evaluation_plan.maybe(conn, town, evaluation)
    if plan is None:
        return Proposal()
    known = canonical.decode(plan, Plan)
    return Proposal(
        title=PREPARING.format(title=known.title)[:LONGEST_TITLE],
        departments="\n".join(appraisee.label for appraisee in known.appraisees),
        evaluation=evaluation,
    )


def proposal_of(row: ConsultationRow) -> Proposal:
    """The page of a draft that is to be changed."""
    plan = row.plan.read()
    departments = [each.label for each in plan.subjects if isinstance(each, Department)]
    return Proposal(
        title=plan.title,
        lead=plan.lead,
        sections=write_sections(tuple(e for e in plan.subjects if isinstance(e, Section))),
        departments="\n".join(departments),
        naming=plan.naming,
        seen_by=plan.seen_by,
        evaluation=row.evaluation_id or "",
        closes_at=for_field(row.closes_at),
    )


def read_proposal(fields: Fields) -> Proposal:
    """The posted page."""
    try:
        naming = Naming(one(fields, "naming"))
    except ValueError:
        raise Refusal("request.malformed", detail="naming") from None
    return Proposal(
        title=clean(one(fields, "title"), lines=False)[:LONGEST_TITLE],
        lead=clean(one(fields, "lead"), lines=True)[:_LONGEST_LEAD],
        sections=one(fields, "sections"),
        departments=one(fields, "departments"),
        naming=naming,
        seen_by=clean(one(fields, "seen_by"), lines=False)[:_LONGEST_SEEN_BY],
        evaluation=one(fields, "evaluation"),
        closes_at=one(fields, "closes_at"),
    )


async def work_out(conn: Connection, deed: Deed, proposal: Proposal) -> Draft:
    """The draft, or the first thing that is wrong."""
    if not proposal.title:
        raise Refusal("consultation.untitled")
    plan = Consultation(
        title=proposal.title,
        lead=proposal.lead,
        subjects=(*read_sections(proposal.sections), *read_departments(proposal.departments)),
        naming=proposal.naming,
        seen_by=proposal.seen_by,
    )
    demand_sound(plan)
    evaluation = proposal.evaluation or None
    known = await store.read_evaluation_plan.maybe(conn, deed.town, evaluation)
    if evaluation and known is None:
        raise Refusal("consultation.unknown_evaluation")
    return Draft(plan, read_deadline(proposal.closes_at, deed), evaluation)


async def draft(conn: Connection, deed: Deed, drafted: Draft) -> None:
    """Begin a consultation."""
    await store.draft_consultation.run(conn, *_columns(deed, drafted))
    await record(conn, deed, "draft-consultation", drafted.plan.title)


async def revise(conn: Connection, deed: Deed, drafted: Draft) -> None:
    """Change a draft; what people were asked already is refused."""
    demand_draft(await store.lock(conn, deed.town, deed.survey))
    await store.revise_consultation.run(conn, *_columns(deed, drafted))
    await record(conn, deed, "revise-consultation", drafted.plan.title)


def demand_draft(row: ConsultationRow) -> None:
    """Only a draft can be changed."""
    if row.stage is not Stage.DRAFTED:
        raise Refusal("consultation.unmendable")


def read_deadline(written: str, deed: Deed) -> datetime:
    """A moment still to come, in the town's own time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Refusal("consultation.no_deadline") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    if moment <= deed.now:
        raise Refusal("consultation.past_deadline")
    return moment


def _columns(deed: Deed, drafted: Draft) -> tuple[object, ...]:
    return (
        deed.town,
        deed.survey,
        drafted.plan.title,
        canonical.encode(drafted.plan).decode(),
        drafted.evaluation,
        drafted.closes_at,
    )
