"""A sketched question becomes a question, and what in it could not be read."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypedDict

from surveys.questionnaire.paste.hints import Hints, read_hints
from surveys.questionnaire.paste.kinds import kind_of, points_of
from surveys.questionnaire.paste.labels import (
    read_indicators,
    read_keyed,
    read_options,
    read_subjects,
    split_list,
)
from surveys.questionnaire.paste.lines import Kind, split_slashed
from surveys.questionnaire.paste.misfits import misfits
from surveys.questionnaire.paste.outline import Sketch, option_lines
from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.paste.unread import Unread, unread
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Quota,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.values import Value

_SCORED: Final = re.compile(r"(.*?[^\d\s(（])\s*[(（]?\s*(?:-?\d+(?:\.\d+)?\s*分?|[-–—])\s*[)）]?")
_LONGEST: Final = {"line": 100, "text": 500}


class Posed(Value, frozen=True):
    """A question, still without its condition and the department a text is about."""

    question: Question
    kind: str
    guessed: bool
    about: str = ""
    unread: tuple[Unread, ...] = ()


class _Base(TypedDict):
    key: str
    title: str
    help: str
    required: bool


def pose(sketch: Sketch, position: int) -> Posed:
    """`position` counts from one through the whole form and names questions without a key."""
    hints = read_hints(sketch.titled.hints)
    kind = kind_of(hints, sketch.body)
    grades, scores = _hinted_grades(hints) if kind == "matrix" else ((), ())
    question = _question(sketch, hints, kind=kind, position=position, hinted=grades)
    return Posed(
        question=question,
        kind=kind,
        guessed=not hints.kinds,
        about=hints.about or "",
        unread=(
            *misfits(sketch, hints, kind),
            *(unread("score", sketch.at, word=word) for word in scores),
            *_lost(sketch, hints, question),
        ),
    )


def _question(
    sketch: Sketch, hints: Hints, *, kind: str, position: int, hinted: tuple[str, ...]
) -> Question:
    base = _base(sketch, hints, kind=kind, position=position)
    match kind:
        case "matrix":
            return _matrix(sketch, hints, base=base, hinted=hinted)
        case "multiple":
            options, least = read_options(_options(sketch)), hints.least
            return MultipleChoice(
                options=options, least=1 if least is None else least, most=hints.most, **base
            )
        case "ranking":
            return Ranking(options=read_options(_options(sketch)), places=hints.places, **base)
        case "scale":
            return _scale(sketch, hints, base)
        case "number":
            return Number(
                low=hints.low,
                high=hints.high,
                digits=hints.digits or 0,
                unit=hints.unit or "",
                **base,
            )
        case "line":
            return ShortText(longest=hints.longest or _LONGEST[kind], **base)
        case "text":
            return LongText(longest=hints.longest or _LONGEST[kind], **base)
        case _:
            return SingleChoice(options=read_options(_options(sketch)), **base)


def _base(sketch: Sketch, hints: Hints, *, kind: str, position: int) -> _Base:
    """Texts may be left empty unless the hints say otherwise; everything else is required."""
    required = kind not in _LONGEST if hints.required is None else hints.required
    notes = (unshield(line.text) for line in sketch.body if line.kind is Kind.NOTE)
    return _Base(
        key=sketch.titled.key or f"q{position}",
        title=sketch.titled.title,
        help="\n".join(notes),
        required=required,
    )


def _scale(sketch: Sketch, hints: Hints, base: _Base) -> Scale:
    """打分 is out of a hundred where no range is given, or goes as far as the points under it."""
    low, high = (0, 100) if hints.low is None or hints.high is None else (hints.low, hints.high)
    low, high = points_of(sketch.body) or (low, high)
    return Scale(
        low=int(low),
        high=int(high),
        low_label=hints.low_label or "",
        high_label=hints.high_label or "",
        **base,
    )


def _matrix(sketch: Sketch, hints: Hints, *, base: _Base, hinted: tuple[str, ...]) -> GradeMatrix:
    grades = read_options(hinted or _grades(sketch))
    own = [line for line in sketch.body if line.kind is Kind.SUBJECTS]
    subjects = split_list(own[-1].text) if own else sketch.subjects
    return GradeMatrix(
        subjects=read_subjects(subjects),
        indicators=read_indicators(_rows(sketch)),
        grades=grades,
        points=_points(hints),
        quota=_quota(hints, grades),
        **base,
    )


def _points(hints: Hints) -> PointScale | None:
    if "scale" not in hints.kinds:
        return None
    low, high = hints.low or Fraction(0), Fraction(100) if hints.high is None else hints.high
    return PointScale(low=int(low), high=int(high), step=hints.step or 1)


def _quota(hints: Hints, grades: tuple[Option, ...]) -> Quota | None:
    if hints.quota is None:
        return None
    keyed = read_keyed(hints.quota[0])
    found = [grade.key for grade in grades if grade.label == unshield(keyed.text)]
    key = keyed.key or (found[0] if found else "")
    return Quota(option=key, most=hints.quota[1]) if key else None


def _options(sketch: Sketch) -> tuple[str, ...]:
    """Marked options; where nothing is marked, every line is one."""
    lines = option_lines(sketch.body)
    return tuple(part for line in lines for part in (line.parts or (line.text,)))


def _rows(sketch: Sketch) -> tuple[str, ...]:
    return tuple(line.text for line in sketch.body if line.kind in {Kind.PLAIN, Kind.ROW})


def _grades(sketch: Sketch) -> tuple[str, ...]:
    lines = [line for line in sketch.body if line.kind in {Kind.GRADES, Kind.OPTIONS}]
    words = (part for line in lines for part in (line.parts or split_grades(line.text)))
    return tuple(word for word in words if word)


def split_grades(text: str) -> tuple[str, ...]:
    """Grades in one line, cut by slashes or else by commas.

    >>> split_grades("满意 / 不满意"), split_grades("满意、不满意")
    (('满意', '不满意'), ('满意', '不满意'))
    """
    slashed = split_slashed(text)
    return slashed if len(slashed) > 1 else split_list(text)


def _hinted_grades(hints: Hints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Grades named in the brackets of a matrix, and those whose score was taken off."""
    words = tuple(word for unknown in hints.unknown for word in unknown.split())
    scored = [_SCORED.fullmatch(word) for word in words]
    stems = tuple(found[1] for found in scored if found)
    if len(stems) == len(words) == len(set(stems)) and len(words) > 1:
        return stems, (" ".join(words),)
    return words, ()


def _lost(sketch: Sketch, hints: Hints, question: Question) -> Iterator[Unread]:
    """A quota for a grade there is not; grades named twice, in brackets and on their line."""
    if hints.quota and isinstance(question, GradeMatrix) and question.quota is None:
        yield unread("condition_option", sketch.at, word=hints.quota[0])
    elif isinstance(question, GradeMatrix) and hints.unknown and _grades(sketch):
        yield unread("hint", sketch.at, word="、".join(hints.unknown))
