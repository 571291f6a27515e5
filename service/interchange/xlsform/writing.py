"""A questionnaire becomes an XLSForm workbook that KoBo and ODK read, and that comes back equal.

What XLSForm has no place for stands in columns of our own (`minping_key`, `minping_about`,
`minping_unit`, `minping_overall`, `minping_matrix`), which others pass over.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import xlsxwriter

from reports.wording.interchange import FORMATS, OUT, UNIT
from service.interchange.naming import natural_key
from service.interchange.plain import joined
from service.interchange.saying import XPATH, Unsayable, decimal, say
from service.interchange.telling import (
    own_subject,
    refuse_unfit,
    refuse_unproofed,
    unfit_matrices,
    unfit_rankings,
    unfit_texts,
)
from service.interchange.xlsform.limits import DIGITS
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

SURVEY: Final = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "minping_key",
    "minping_about",
    "minping_unit",
    "minping_overall",
    "minping_matrix",
)
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = ("form_title", "form_id", "version", "clean_text_values")
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The same questionnaire is the same bytes."""
_Row = dict[str, str]
_Sheet = tuple[tuple[str, ...], list[_Row]]


def write_xlsform(form: Questionnaire) -> bytes:
    """The workbook, or a refusal that names what XLSForm cannot hold."""
    refuse_unproofed(form)
    writer = _Writer(form)
    unfit = (*unfit_matrices(form), *unfit_rankings(form), *unfit_texts(form), *writer.unfit())
    refuse_unfit(FORMATS["xlsform"][0], unfit)
    survey = list(writer.rows())
    settings: _Row = {
        "form_title": form.title,
        "form_id": "minping",
        "version": str(form.version),
        "clean_text_values": "no",
    }
    sheets: dict[str, _Sheet] = {
        "survey": (SURVEY, survey),
        "choices": (CHOICES, writer.choices),
        "settings": (SETTINGS, [settings]),
    }
    return _book(sheets)


def _book(sheets: dict[str, _Sheet]) -> bytes:
    written = io.BytesIO()
    book: Any = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _EPOCH})
    head = book.add_format({"bold": True, "num_format": "@"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name, (columns, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(columns) - 1, 22)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, head)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                if row.get(column):
                    sheet.write_string(number, at, row[column], text)
    book.close()
    return written.getvalue()


class _Writer:
    """The rows of one form; names are given once for all of them."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        self.asked = {question.key: question for question in form.questions()}
        self.used: set[str] = set()
        self.names = {key: self.name(key) for key in self.asked}
        self.tongue = msgspec.structs.replace(XPATH, names=self.names)
        self.choices: list[_Row] = []

    def name(self, wanted: str) -> str:
        """A name XML allows and nothing else has."""
        name = wanted if wanted[:1].isalpha() else f"_{wanted}"
        number, free = 1, name
        while free in self.used:
            number, free = number + 1, f"{name}_{number + 1}"
        self.used.add(free)
        return free

    def unfit(self) -> Iterator[str]:
        """Conditions and bounds XPath cannot say as we mean them."""
        for question in self.form.questions():
            try:
                self.relevant(question)
                _constraint(question)
            except Unsayable:
                yield OUT["condition"].format(title=question.title)

    def relevant(self, question: Question) -> str:
        return say(question.show_if, self.tongue, self.asked) if question.show_if else ""

    def rows(self) -> Iterator[_Row]:
        for section in self.form.sections:
            yield from self.section(section)

    def section(self, section: Section) -> Iterator[_Row]:
        name = self.name(section.key)
        yield _row("begin_group", name, section.title) | _kept(name, section.key)
        if section.lead:
            yield _row("note", self.name(f"{section.key}_lead"), section.lead)
        for question in section.questions:
            if isinstance(question, GradeMatrix):
                yield from self.matrix(question)
            else:
                yield self.question(question)
        yield {"type": "end_group"}

    def question(self, question: Question) -> _Row:
        name = self.names[question.key]
        row = _row(self.type(question), name, question.title) | _kept(name, question.key)
        row["hint"] = question.help
        row["required"] = "yes" if question.required else "no"
        row["relevant"] = self.relevant(question)
        row["constraint"] = _constraint(question)
        match question:
            case LongText(about=about):
                row |= {"appearance": "multiline", "minping_about": about or ""}
            case ShortText(about=about):
                row["minping_about"] = about or ""
            case Number(unit=unit) if unit:
                row |= {"minping_unit": unit, "hint": joined(question.help, f"{UNIT}{unit}")}
            case Scale(low=low, high=high):
                row["parameters"] = f"start={low} end={high} step=1{self.ticks(question)}"
            case _:
                pass
        return row

    def type(self, question: Question) -> str:
        match question:
            case SingleChoice(options=options):
                return f"select_one {self.list(question.key, options)}"
            case MultipleChoice(options=options):
                return f"select_multiple {self.list(question.key, options)}"
            case Ranking(options=options):
                return f"rank {self.list(question.key, options)}"
            case Scale():
                return "range"
            case Number(digits=0):
                return "integer"
            case Number():
                return "decimal"
            case _:
                return "text"

    def list(self, key: str, options: tuple[Option, ...]) -> str:
        """A list of choices of its own for each question."""
        name = f"list_{key}"
        self.choices += [_choice(name, option.key, option.label) for option in options]
        return name

    def ticks(self, scale: Scale) -> str:
        ends = ((scale.low, scale.low_label), (scale.high, scale.high_label))
        labels = [(end, label) for end, label in ends if label]
        if not labels:
            return ""
        name = f"ticks_{scale.key}"
        self.choices += [_choice(name, str(end), label) for end, label in labels]
        return f" tick_labelset={name}"

    def matrix(self, matrix: GradeMatrix) -> Iterator[_Row]:
        """One table for each appraisee; a matrix about itself is one table."""
        name = self.names[matrix.key]
        head = _row("begin_group", name, matrix.title) | _kept(name, matrix.key)
        head |= {"hint": matrix.help, "relevant": self.relevant(matrix)}
        grades = self.list(matrix.key, matrix.grades)
        if own_subject(matrix):
            yield head | {"appearance": "table-list"}
            yield from self.cells(matrix, matrix.subjects[0], grades)
        else:
            yield head | {"minping_matrix": "yes"}
            for subject in matrix.subjects:
                inner = self.name(f"{matrix.key}_{subject.key}")
                row = _row("begin_group", inner, subject.label) | {"minping_key": subject.key}
                yield row | {"hint": subject.note, "appearance": "table-list"}
                yield from self.cells(matrix, subject, grades)
                yield {"type": "end_group"}
        yield {"type": "end_group"}

    def cells(self, matrix: GradeMatrix, subject: Subject, grades: str) -> Iterator[_Row]:
        for indicator in matrix.indicators:
            name = self.name(f"{matrix.key}_{subject.key}_{indicator.key}")
            yield _row(f"select_one {grades}", name, indicator.label) | {
                "required": "yes" if matrix.required else "no",
                "minping_key": indicator.key,
                "minping_overall": "yes" if indicator.overall else "",
            }


def _row(kind: str, name: str, label: str) -> _Row:
    return {"type": kind, "name": name, "label": label}


def _choice(list_name: str, name: str, label: str) -> _Row:
    return {"list_name": list_name, "name": name, "label": label}


def _kept(name: str, key: str) -> _Row:
    """The key, where the name alone would not bring it back."""
    return {} if natural_key(name) == key else {"minping_key": key}


def _constraint(question: Question) -> str:
    match question:
        case MultipleChoice(least=least, most=most):
            low = f"count-selected(.) >= {least}" if least != 1 else ""
            return _and(low, f"count-selected(.) <= {most}" if most is not None else "")
        case Number(low=low, high=high, digits=digits):
            return _and(
                "" if digits in {0, 6} else f"regex(string(.), '{DIGITS.format(digits=digits)}')",
                "" if low is None else f". >= {decimal(low)}",
                "" if high is None else f". <= {decimal(high)}",
            )
        case ShortText(longest=longest) | LongText(longest=longest):
            return f"string-length(.) <= {longest}"
        case _:
            return ""


def _and(*parts: str) -> str:
    return " and ".join(part for part in parts if part)
