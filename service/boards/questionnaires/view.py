"""A reading becomes what its author is shown: what was understood, what was not, the phone."""

from typing import Final

from reports.wording.complaints import explain_complaint
from reports.wording.questionnaires import KINDS, explain_unread
from service.boards.questionnaires.store import VersionRow
from service.web import pages
from service.web.views.trial import preview
from surveys import canonical
from surveys.questionnaire.editing import PARTS, parts_of
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.hinting import kind_name
from surveys.questionnaire.paste.reading import Reading
from surveys.questionnaire.paste.speaking import Tongue
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.questions import Question
from surveys.values import Value

HERE: Final = "/console/questionnaires"
"""Where the pages of this board stand."""
_MOST_SHOWN: Final = 100
"""Faults listed; whoever pastes a book is told how many more."""


class Fault(Value, frozen=True):
    """A line that was not read, and why."""

    line: int
    words: str


class Understood(Value, frozen=True):
    """One question as it was read."""

    number: int
    title: str
    kind: str
    guessed: bool
    condition: str


class Findings(Value, frozen=True, kw_only=True):
    """`console/questionnaire_preview.html`."""

    faults: tuple[Fault, ...]
    more_faults: int
    complaints: tuple[str, ...]
    questions: tuple[Understood, ...]
    phone: str
    """The whole page a voter would see, to stand inside a frame."""

    @classmethod
    def of(cls, reading: Reading, congress: str) -> "Findings":
        """`congress` stands above the voter's page."""
        form = reading.form
        return cls(
            faults=tuple(
                Fault(line=each.at, words=explain_unread(each))
                for each in reading.unread[:_MOST_SHOWN]
            ),
            more_faults=max(0, len(reading.unread) - _MOST_SHOWN),
            complaints=tuple(explain_complaint(each) for each in proofread(form)[:_MOST_SHOWN]),
            questions=_understood(reading),
            phone=pages.render("voter/trial.html", view=preview(form, congress), action=""),
        )

    @property
    def ready(self) -> bool:
        """Whether a survey could use it as it is."""
        return not self.faults and not self.complaints


class PartRow(Value, frozen=True):
    """One option, grade, row or department in the list editor."""

    name: str
    label: str
    drop: str


class PartList(Value, frozen=True):
    """All parts of one sort of a question."""

    kind: str
    add: str
    rows: tuple[PartRow, ...]


class QuestionRow(Value, frozen=True, kw_only=True):
    """One question in the list editor; names and values are read by `list_editor`."""

    place: int
    title: str
    kind: str
    required: bool
    condition: str
    parts: tuple[PartList, ...]
    first: bool
    last: bool


class EditorView(Value, frozen=True, kw_only=True):
    """`console/questionnaire_list.html`."""

    key: str
    version: int
    frozen: bool
    seen: str
    title: str
    rows: tuple[QuestionRow, ...]
    findings: Findings
    kinds: tuple[tuple[str, str], ...] = tuple(KINDS.items())
    focus: str = ""
    said: str = ""

    @classmethod
    def of(
        cls, row: VersionRow, reading: Reading, congress: str, *, focus: str = "", said: str = ""
    ) -> "EditorView":
        """`focus` is the control the author used last, where it is now."""
        return cls(
            key=row.questionnaire_id,
            version=row.version,
            frozen=row.frozen,
            seen=fingerprint(row.source),
            title=reading.form.title,
            rows=_rows(reading.form),
            findings=Findings.of(reading, congress),
            focus=focus,
            said=said,
        )


def fingerprint(source: str) -> str:
    """What a page carries of the text it shows, so that it cannot overwrite another."""
    return canonical.fingerprint(source.encode())


def _understood(reading: Reading) -> tuple[Understood, ...]:
    questions = tuple(reading.form.questions())
    tongue = Tongue(questions)
    return tuple(
        Understood(
            number=number,
            title=question.title,
            kind=KINDS[asked.kind],
            guessed=asked.guessed,
            condition=tongue.say(question.show_if) if question.show_if else "",
        )
        for number, (question, asked) in enumerate(
            zip(questions, reading.asked, strict=True), start=1
        )
    )


def _rows(form: Questionnaire) -> tuple[QuestionRow, ...]:
    questions = tuple(form.questions())
    tongue = Tongue(questions)
    return tuple(
        QuestionRow(
            place=place,
            title=question.title,
            kind=kind_name(kind_of(question)),
            required=question.required,
            condition=tongue.say(question.show_if) if question.show_if else "",
            parts=_parts(question, place),
            first=place == 0,
            last=place == len(questions) - 1,
        )
        for place, question in enumerate(questions)
    )


def _parts(question: Question, place: int) -> tuple[PartList, ...]:
    return tuple(
        PartList(
            kind=kind,
            add=f"add-{kind}:{place}",
            rows=tuple(
                PartRow(
                    name=f"q{place}.{kind}{at}",
                    label=part.label,
                    drop=f"drop-{kind}:{place}:{at}",
                )
                for at, part in enumerate(parts_of(question, kind))
            ),
        )
        for kind, field in PARTS.items()
        if hasattr(question, field)
    )


def kind_of(question: Question) -> str:
    """The kind as the grammar calls it."""
    return {
        "GradeMatrix": "matrix",
        "SingleChoice": "single",
        "MultipleChoice": "multiple",
        "Scale": "scale",
        "Number": "number",
        "Ranking": "ranking",
        "ShortText": "line",
        "LongText": "text",
    }[type(question).__name__]
