"""What the secretary typed becomes the plan of a poll, or every mistake in it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from reports.wording.complaints import explain_complaint
from reports.wording.faults import say_fault
from reports.wording.polls import COUNTED_IN, explain_polling
from service.boards.polls import store
from service.boards.polls.drafting import Draft
from service.boards.polls.store import PollRow
from service.clock import CHINA, for_field
from service.database import Connection
from service.register import read_groups
from service.web.fields import Fields, one
from surveys import canonical
from surveys.electorate.roll import DeputyGroup
from surveys.poll import Entry, Holder, PollPlan, Share
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.texts import clean, plain_digits
from surveys.refusals import Refusal
from surveys.values import Value

MOST_GROUPS: Final = 200
MOST_CARDS: Final = 20_000
_LONGEST_LABEL: Final = 40
_DIGITS: Final = 9
"""Of a number as typed: Python itself refuses to read thousands of them."""
_BAR: Final = re.compile("[|\uff5c\t]")
_UNIT: Final = re.compile(rf"\s*[{COUNTED_IN}]$")
_MOST_TOLD: Final = 20


class Proposal(Value, frozen=True):
    """The page of a new poll, as typed."""

    title: str = ""
    source: str = ""
    """`<questionnaire>:<version>` of a stored one; empty for a pasted form."""
    form: str = ""
    entry: Entry = Entry.CARDS
    holder: Holder = Holder.HOUSEHOLD
    groups: str = ""
    seed: str = ""
    opens_at: str = ""


class Mistyped(Exception):
    """What cannot be read; its `args` are the sentences."""


def _mistyped(code: str, **data: str | int) -> Mistyped:
    """Name the mistake and what its sentence needs."""
    return Mistyped(explain_polling(code, **data))


def propose(groups: tuple[DeputyGroup, ...]) -> Proposal:
    """An empty page with the town's groups, each waiting for its number."""
    return Proposal(groups="\n".join(f"{group.label} | " for group in groups))


def proposal_of(row: PollRow) -> Proposal:
    """The page of a draft that is to be changed."""
    plan = row.plan.read()
    stored = row.questionnaire_id and f"{row.questionnaire_id}:{row.questionnaire_version}"
    return Proposal(
        title=plan.title,
        source=stored or "",
        form="" if stored else canonical.encode(plan.form).decode(),
        entry=plan.entry,
        holder=plan.holder,
        groups="\n".join(f"{share.label} | {share.number}" for share in plan.shares),
        seed=plan.seed,
        opens_at=for_field(row.opens_at),
    )


def read_proposal(fields: Fields) -> Proposal:
    """The posted page."""
    try:
        return Proposal(
            title=clean(one(fields, "title"), lines=False)[:100],
            source=one(fields, "source"),
            form=one(fields, "form"),
            entry=Entry(one(fields, "entry")),
            holder=Holder(one(fields, "holder") or Holder.HOUSEHOLD.value),
            groups=one(fields, "groups"),
            seed=clean(one(fields, "seed"), lines=False)[:100],
            opens_at=one(fields, "opens_at"),
        )
    except ValueError:
        raise Refusal("request.malformed", detail="entry") from None


async def work_out(conn: Connection, town: str, proposal: Proposal) -> Draft | tuple[str, ...]:
    """The draft, or the sentences of what is wrong."""
    groups = await read_groups(conn, town)
    try:
        questionnaire, version = _stored(proposal.source)
        form = await _form(conn, town, proposal)
        shares = tuple(_shares(proposal, {group.label: group.key for group in groups}))
        opens_at = read_moment(proposal.opens_at) if proposal.opens_at else None
    except Mistyped as mistake:
        return mistake.args
    if complaints := proofread(form):
        return tuple(explain_complaint(complaint) for complaint in complaints)
    plan = PollPlan(
        title=proposal.title or form.title,
        form=form,
        entry=proposal.entry,
        holder=proposal.holder,
        shares=shares,
        seed=proposal.seed,
    )
    return Draft(plan, opens_at, questionnaire, version)


def _stored(source: str) -> tuple[str | None, int | None]:
    key, _, version = source.rpartition(":")
    if not key:
        return None, None
    if not version.isdecimal():
        raise _mistyped("unknown_questionnaire")
    return key, int(version[:9])


async def _form(conn: Connection, town: str, proposal: Proposal) -> Questionnaire:
    key, version = _stored(proposal.source)
    if key is None:
        if not proposal.form:
            raise _mistyped("no_form")
        return _read_form(proposal.form)
    found = await store.find_questionnaire.maybe(conn, town, key, version)
    if found is None:
        raise _mistyped("unknown_questionnaire")
    return _read_form(found)


def _read_form(text: str) -> Questionnaire:
    try:
        return canonical.decode(text, Questionnaire)
    except Refusal as refusal:
        raise _mistyped("bad_form", detail=say_fault(str(refusal.data["detail"]))) from refusal


def _shares(proposal: Proposal, known: Mapping[str, str]) -> Iterator[Share]:
    """One group a line: its name and how many cards; lines without a number are left out."""
    if proposal.entry is Entry.OPEN_LINK:
        return
    labels: set[str] = set()
    cards = 0
    for line, label, number in _read_lines(proposal.groups):
        if label in labels:
            raise _mistyped("group_twice", line=line, word=label)
        labels.add(label)
        if len(labels) > MOST_GROUPS:
            raise _mistyped("too_many_groups", most=MOST_GROUPS)
        cards += number
        yield Share(group=_key(proposal, known, label=label, line=line), label=label, number=number)
    if not labels:
        raise _mistyped("no_group")
    if cards > MOST_CARDS:
        raise _mistyped("too_many_cards", most=MOST_CARDS)


def _read_lines(text: str) -> tuple[tuple[int, str, int], ...]:
    """The lines with a number; every one that cannot be read is told at once."""
    read: list[tuple[int, str, int]] = []
    wrong: list[str] = []
    for line, words in enumerate(text.splitlines(), start=1):
        try:
            label, number = _read_line(words, line)
        except Mistyped as mistake:
            wrong += mistake.args
        else:
            read += [(line, label, number)] if number else []
    if wrong:
        raise Mistyped(*wrong[:_MOST_TOLD])
    return tuple(read)


def _read_line(text: str, line: int) -> tuple[str, int]:
    label, *numbers = (part.strip() for part in _BAR.split(text))
    if not any(numbers):
        return label, 0
    written = _UNIT.sub("", plain_digits(numbers[0]))
    if len(numbers) > 1 or not label or not (written.isascii() and written.isdigit()):
        raise _mistyped("group_parts", line=line, most=MOST_CARDS)
    if len(written) > _DIGITS or int(written) > MOST_CARDS:
        raise _mistyped("group_parts", line=line, most=MOST_CARDS)
    if len(label) > _LONGEST_LABEL:
        raise _mistyped("group_long", line=line, most=_LONGEST_LABEL)
    return label, int(written)


def _key(proposal: Proposal, known: Mapping[str, str], *, label: str, line: int) -> str:
    """A group of the roll keeps its key; who is drawn from the roll must belong to one."""
    if label in known:
        return known[label]
    if proposal.holder is Holder.PERSON:
        raise _mistyped("group_unknown", line=line, word=label)
    return f"line-{line}"


def read_moment(written: str) -> datetime:
    """A date and time as browsers send it, in the town's own time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise _mistyped("bad_time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
