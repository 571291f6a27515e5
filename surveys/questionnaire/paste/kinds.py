"""Which kind of question a sketch is: told by its hints, else guessed by what stands under it."""

import re
from typing import Final

from surveys.questionnaire.paste.hints import Hints
from surveys.questionnaire.paste.lines import Kind, Line

FIT: Final[dict[str, frozenset[str]]] = {
    "single": frozenset(),
    "multiple": frozenset({"least", "most"}),
    "matrix": frozenset({"low", "high", "step", "quota"}),
    "scale": frozenset({"low", "high", "low_label", "high_label"}),
    "number": frozenset({"low", "high", "digits", "unit"}),
    "ranking": frozenset({"places"}),
    "line": frozenset({"longest", "about"}),
    "text": frozenset({"longest", "about"}),
}
"""What each kind may be told besides whether it is required."""
_TELLING: Final = (
    ("multiple", ("least", "most")),
    ("ranking", ("places",)),
    ("number", ("digits", "unit", "low", "high")),
    ("text", ("longest", "about")),
)
_CHOICES: Final = frozenset({"single", "multiple", "ranking"})


def kind_of(hints: Hints, body: tuple[Line, ...]) -> str:
    """The kind in `FIT`; a matrix that takes points names two kinds."""
    if "matrix" in hints.kinds:
        return "matrix"
    if hints.kinds:
        return hints.kinds[0]
    for kind, fields in _TELLING:
        if any(getattr(hints, field) is not None for field in fields):
            return kind
    return _by_looks(body)


def _by_looks(body: tuple[Line, ...]) -> str:
    kinds = [line.kind for line in body]
    if Kind.GRADES in kinds:
        return "matrix"
    if Kind.OPTIONS in kinds or kinds.count(Kind.PLAIN) + kinds.count(Kind.ROW) > 1:
        return "single"
    return "text"


def points_of(body: tuple[Line, ...]) -> tuple[int, int] | None:
    """The ends of points typed one by one under a scale: ○1 ○2 ○3."""
    words = [part for line in body if line.kind is Kind.OPTIONS for part in line.parts]
    if len(words) < 2 or not all(re.fullmatch(r"[0-9]{1,3}", word) for word in words):
        return None
    points = [int(word) for word in words]
    return (points[0], points[-1]) if points == list(range(points[0], points[-1] + 1)) else None


def is_choice(kind: str) -> bool:
    """Whether the kind has options."""
    return kind in _CHOICES


def is_clear(hints: Hints) -> bool:
    """Whether the hints name no more kinds than one, a matrix of points excepted."""
    return len(hints.kinds) <= 1 or set(hints.kinds) == {"matrix", "scale"}
