"""What the public pages of a consultation show: the text with its boxes, the code, what became."""

from collections.abc import Iterable

from reports.wording.consultations import AT_LARGE, OPEN_TO_ALL, say_fate, say_naming
from service.boards.consultations.receiving import Fate
from service.boards.consultations.store import ConsultationRow
from service.clock import in_words
from service.web.fields import Fields, one
from surveys.consultation.consultation import Section, Subject, label_of, labels
from surveys.consultation.opinion import LONGEST, LONGEST_CONTACT, LONGEST_NAME
from surveys.consultation.review import Replied, State
from surveys.values import Value

FIELD = "w."
"""Before the key of a subject; what is about none has the bare field."""


class Headed(Value, frozen=True):
    """What every public page of a consultation says at its head."""

    congress: str
    survey: str
    title: str


class Box(Value, frozen=True):
    """One subject and the box under it."""

    field: str
    id: str
    heading: str
    text: tuple[str, ...]
    filled: str
    department: bool


class LetterView(Value, frozen=True, kw_only=True):
    """`voter/consultation.html`."""

    congress: str
    survey: str
    title: str
    lead: tuple[str, ...]
    boxes: tuple[Box, ...]
    open: bool
    closes_at: str
    sentence: str
    caveat: str
    naming: str
    name: str
    contact: str
    consented: bool
    code: str
    longest: int = LONGEST
    longest_name: int = LONGEST_NAME
    longest_contact: int = LONGEST_CONTACT

    @classmethod
    def of(
        cls, row: ConsultationRow, congress: str, *, fields: Fields, code: str, is_open: bool
    ) -> "LetterView":
        """`fields`: what was filled in before, if anything."""
        plan = row.plan.read()
        return cls(
            congress=congress,
            survey=row.survey_id,
            title=plan.title,
            lead=_lines(plan.lead),
            boxes=(*(_box(each, fields) for each in plan.subjects), _last_box(fields)),
            open=is_open,
            closes_at=in_words(row.closes_at),
            sentence=say_naming(plan),
            caveat=OPEN_TO_ALL,
            naming=plan.naming.value,
            name=one(fields, "name"),
            contact=one(fields, "contact"),
            consented=bool(one(fields, "consented")),
            code=code,
        )


class FateView(Value, frozen=True):
    """What became of one opinion, as its sender reads it."""

    heading: str
    words: str
    told: str
    reply: str


def _box(subject: Subject, fields: Fields) -> Box:
    text = _lines(subject.text) if isinstance(subject, Section) else ()
    field = FIELD + subject.key
    return Box(
        field=field,
        id=f"w-{subject.key}",
        heading=label_of(subject),
        text=text,
        filled=one(fields, field),
        department=not isinstance(subject, Section),
    )


def _last_box(fields: Fields) -> Box:
    return Box(FIELD, "w-all", AT_LARGE, (), one(fields, FIELD), department=False)


def words_in(fields: Fields) -> dict[str, str]:
    """The boxes of a posted form, by subject."""
    return {
        name.removeprefix(FIELD): one(fields, name) for name in fields if name.startswith(FIELD)
    }


def tell(row: ConsultationRow, fates: Iterable[Fate]) -> tuple[FateView, ...]:
    """What became of everything somebody sent, in their own order."""
    headings = labels(row.plan.read())
    return tuple(
        FateView(
            heading=headings.get(fate.reviewed.opinion.about, AT_LARGE),
            words=fate.reviewed.opinion.words,
            told=say_fate(fate.reviewed.state),
            reply=_reply(fate.reviewed.state) or _reply(fate.same),
        )
        for fate in fates
    )


def _reply(state: State | None) -> str:
    return state.reply if isinstance(state, Replied) else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
