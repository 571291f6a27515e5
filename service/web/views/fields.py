"""Questions of a form become the fields a ballot page draws, with what was already filled in."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from reports.wording.limits import (
    POINTS,
    limit_choices,
    limit_number,
    limit_points,
    limit_scale,
    name_ends,
)
from surveys import canonical
from surveys.questionnaire import fields as names
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.conditions import Condition, holds
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.questionnaire.steps import Grid
from surveys.values import Value

_SHORT_LABEL: Final = 4
"""Letters that fit a key of five in a row on the narrowest phone."""
_KEYS_OF_A_SCALE: Final = 11
_DIGIT: Final = "[0-9\uff10-\uff19]"
"""A Chinese keyboard may type digits of full width; the server reads them alike."""
_DIGITS: Final = f"{_DIGIT}+"
_MINUS: Final = "[\\-\u2212\uff0d]?"


class Choice(Value, frozen=True):
    """One key to press."""

    value: str
    label: str


class Row(Value, frozen=True):
    """One option of a ranking, to be given its place."""

    name: str
    option: str
    label: str
    filled: str


class Field(Value, frozen=True, kw_only=True):
    """One question, or one cell of a matrix, as the page draws it."""

    kind: str
    """`one`, `several`, `amount`, `ranking`, `line` or `text`."""
    question: str
    name: str
    title: str
    required: bool
    number: int | None = None
    help: str = ""
    in_matrix: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    places: int = 0
    least: int = 0
    most: int = 0
    longest: int = 0
    digits: int = 0
    unit: str = ""
    pattern: str = ""
    limits: str = ""
    condition: str = ""
    """Canonical JSON of `show_if`, for the page's script."""
    hidden: bool = False
    """Not asked after what is filled in; the page's script looks again at every tap."""
    filled: tuple[str, ...] = ()
    missing: bool = False

    @property
    def id(self) -> str:
        """An `id` for the control its label points to."""
        return f"f-{self.name}"

    @property
    def optional_words(self) -> bool:
        """Whether the title says that it may be left empty."""
        return not self.required and self.kind in {"line", "text"}

    @property
    def layout(self) -> str:
        """The class that sets how many keys stand in a row while they fit."""
        if self.choices and self.choices[0].value.lstrip("-").isdigit() and self.number:
            return "of"
        short = all(len(choice.label) <= _SHORT_LABEL for choice in self.choices)
        return f"o{len(self.choices)}" if short and 2 <= len(self.choices) <= 5 else "o1"


class Filled(Value, frozen=True):
    """What was filled in before: fields by name, the names still missing, and what is answered."""

    fields: Mapping[str, Sequence[str]] = {}
    missing: frozenset[str] = frozenset()
    told: Answers = {}

    def hides(self, condition: Condition | None) -> bool:
        """Whether the answers so far lead past what has this condition."""
        return condition is not None and not holds(condition, self.told)

    def of(self, name: str) -> tuple[str, ...]:
        """The values of one field."""
        return tuple(self.fields.get(name, ()))


def matrix_fields(grid: Grid, condition: Condition | None, filled: Filled) -> list[Field]:
    """A subject's rows, numbered from one."""
    return [
        _with(
            Field(
                kind="one",
                question=grid.question,
                name=name,
                title=indicator.label,
                required=grid.required,
                number=number,
                in_matrix=True,
                condition=_said(condition),
                hidden=filled.hides(condition),
                filled=filled.of(name),
                missing=name in filled.missing,
            ),
            **_points(grid.points) if grid.points else {"choices": _choices(grid.grades)},
        )
        for number, indicator in enumerate(grid.indicators, start=1)
        for name in (names.cell(grid.question, grid.subject, indicator.key),)
    ]


def field(question: Question, number: int, filled: Filled) -> Field:
    """A question outside a matrix; `number` counts on within its step."""
    assert not isinstance(question, GradeMatrix)
    name = names.plain(question.key)
    plain = Field(
        kind="text",
        question=question.key,
        name=name,
        title=question.title,
        required=question.required,
        help=question.help,
        condition=_said(question.show_if),
        hidden=filled.hides(question.show_if),
        filled=filled.of(name),
        missing=name in filled.missing,
    )
    match question:
        case ShortText() | LongText():
            kind = "line" if isinstance(question, ShortText) else "text"
            return _with(plain, kind=kind, longest=question.longest)
        case _:
            return _with(plain, number=number, **_drawn(question, filled))


def _drawn(
    question: SingleChoice | MultipleChoice | Scale | Number | Ranking, filled: Filled
) -> dict[str, object]:
    match question:
        case SingleChoice():
            return {"kind": "one", "choices": _choices(question.options)}
        case MultipleChoice():
            return _several(question)
        case Scale():
            return _scale(question)
        case Number():
            return _number(question)
        case Ranking():
            return _ranking(question, filled)


def _several(question: MultipleChoice) -> dict[str, object]:
    most = question.most or len(question.options)
    least = max(question.least, 1) if question.required else question.least
    return {
        "kind": "several",
        "choices": _choices(question.options),
        "least": least,
        "most": most,
        "limits": limit_choices(least, most),
    }


def _scale(question: Scale) -> dict[str, object]:
    if question.high - question.low < _KEYS_OF_A_SCALE:
        points = range(question.low, question.high + 1)
        keys = tuple(Choice(value=str(at), label=str(at)) for at in points)
        return {"kind": "one", "choices": keys, "limits": name_ends(question)}
    limits = limit_scale(question)
    return {"kind": "amount", "pattern": _MINUS + _DIGITS, "unit": POINTS, "limits": limits}


def _points(scale: PointScale) -> dict[str, object]:
    """A cell of a matrix that takes points: keys for a short scale, else a number to type."""
    marks = scale.marks()
    if len(marks) <= _KEYS_OF_A_SCALE:
        return {"choices": tuple(Choice(value=mark, label=mark) for mark in marks)}
    limits = limit_points(scale)
    return {"kind": "amount", "pattern": _DIGITS, "unit": POINTS, "limits": limits}


def _number(question: Number) -> dict[str, object]:
    rest = f"([.\uff0e]{_DIGIT}{{1,{question.digits}}})?" if question.digits else ""
    pattern = _MINUS + _DIGITS + rest
    return {
        "kind": "amount",
        "digits": question.digits,
        "unit": question.unit,
        "pattern": pattern,
        "limits": limit_number(question),
    }


def _ranking(question: Ranking, filled: Filled) -> dict[str, object]:
    rows = tuple(
        Row(
            name=name,
            option=option.key,
            label=option.label,
            filled=(*filled.of(name), "")[0],
        )
        for option in question.options
        for name in (names.place(question.key, option.key),)
    )
    places = question.places or len(rows)
    return {"kind": "ranking", "rows": rows, "places": places}


def _with(plain: Field, **changes: object) -> Field:
    return msgspec.structs.replace(plain, **changes)


def _choices(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value=option.key, label=option.label) for option in options)


def _said(condition: Condition | None) -> str:
    return "" if condition is None else canonical.encode(condition).decode()
