"""One element of SurveyJS becomes a question, or an objection that names its type."""

from collections.abc import Callable, Iterator
from typing import Final

from reports.wording.interchange import COMMENT, NO, SPECIFY, TYPES, YES
from service.interchange.assembling import Piece
from service.interchange.plain import joined, line_behind
from service.interchange.surveyjs.choices import as_options, has_other, read_choices, read_items
from service.interchange.surveyjs.fields import Base, Here, Made, ours_of, rules_of, spell
from service.interchange.surveyjs.measures import read_comment, read_rating, read_text
from service.interchange.surveyjs.properties import deny_properties
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Ranking,
    ShortText,
    SingleChoice,
    Subject,
)

SINGLE: Final = frozenset({"radiogroup", "dropdown", "buttongroup"})
MULTIPLE: Final = frozenset({"checkbox", "tagbox"})
_FAMILIES: Final = {
    "file": "media",
    "image": "media",
    "imagepicker": "picture",
    "imagemap": "picture",
    "signaturepad": "sign",
    "multipletext": "several",
    "matrixdropdown": "table",
    "matrixdynamic": "repeat",
    "paneldynamic": "repeat",
    "expression": "calculate",
    "slider": "slider",
}


def family(kind: str) -> str:
    """Why a type is refused."""
    return TYPES[_FAMILIES.get(kind, "unknown")]


def read_pieces(here: Here, conditions: tuple[str, ...]) -> Iterator[Piece]:
    """The question of an element, and the lines it asks for besides."""
    kind = here.text("type") or "text"
    make = _maker(kind)
    if make is None:
        here.deny("type", word=kind, why=family(kind))
        return
    deny_properties(here, _properties(kind))
    title, rest = here.title()
    base: Base = {
        "key": "",
        "title": title,
        "help": joined(rest, here.plain("description")),
        "required": here.flag("isRequired"),
    }
    question, codes = make(here, base)
    name = here.text("name")
    if not name:
        here.deny("shape", word="name", kind="text")
    piece = Piece(
        name=name,
        question=question,
        at=here.at,
        codes={code: option.key for code, option in codes.items()},
        conditions=(*conditions, *_visible_if(here)),
    )
    yield piece
    yield from _besides(here, piece)


def _visible_if(here: Here) -> tuple[str, ...]:
    expression = here.members.get("visibleIf")
    if expression is not None and not isinstance(expression, str):
        here.deny("shape", word="visibleIf", kind="text")
        return ()
    return (expression,) if expression and expression.strip() else ()


def _besides(here: Here, piece: Piece) -> Iterator[Piece]:
    """The line behind 其他, and the box under a question."""
    if has_other(here) and isinstance(piece.question, SingleChoice | MultipleChoice):
        here.desk.remark("or_other", here.at)
        asked = f"{{{piece.name}}} {'=' if _is_single(piece) else 'contains'} 'other'"
        yield Piece(
            name=f"{piece.name}-Comment",
            question=ShortText(key="", title=line_behind(SPECIFY, piece.question.title)),
            at=here.at,
            conditions=(*piece.conditions, asked),
        )
    if here.flag("showCommentArea") or here.flag("hasComment"):
        words = here.label(here.text("commentText") or line_behind(COMMENT, piece.question.title))
        yield Piece(
            name=f"{piece.name}-comment",
            question=LongText(key="", title=words, required=False),
            at=here.at,
            conditions=piece.conditions,
        )


def _is_single(piece: Piece) -> bool:
    return isinstance(piece.question, SingleChoice)


def _properties(kind: str) -> str:
    return "choices" if kind in SINGLE | MULTIPLE | {"ranking"} else kind


def _maker(kind: str) -> Callable[[Here, Base], Made] | None:
    makers: dict[str, Callable[[Here, Base], Made]] = {
        **dict.fromkeys(SINGLE, _single),
        **dict.fromkeys(MULTIPLE, _multiple),
        "ranking": _ranking,
        "boolean": _boolean,
        "rating": read_rating,
        "comment": read_comment,
        "text": read_text,
        "matrix": _matrix,
    }
    return makers.get(kind)


def _single(here: Here, base: Base) -> Made:
    codes = read_choices(here, several=False)
    _object_to_rules(here)
    return SingleChoice(**base, options=tuple(codes.values())), codes


def _multiple(here: Here, base: Base) -> Made:
    codes = read_choices(here, several=True)
    least, most = here.whole("minSelectedChoices"), here.whole("maxSelectedChoices") or None
    for rule in rules_of(here, {"answercount"}):
        least = rule.whole("minCount") or least
        most = rule.whole("maxCount") or most
    if (least or 0) < 0 or (most or 1) < 1:
        here.deny("shape", word="minSelectedChoices", kind="positive")
        least, most = 1, None
    options = tuple(codes.values())
    kept = 1 if least is None else least
    return MultipleChoice(**base, options=options, least=kept, most=most), codes


def _ranking(here: Here, base: Base) -> Made:
    codes = read_choices(here, several=False)
    _object_to_rules(here)
    options = tuple(codes.values())
    if not here.flag("selectToRankEnabled"):
        return Ranking(**base, options=options), codes
    least, most = here.whole("minSelectedChoices"), here.whole("maxSelectedChoices")
    if least is None or least != most or least < 1:
        here.deny("partial_ranking")
        return Ranking(**base, options=options), codes
    return Ranking(**base, options=options, places=least), codes


def _object_to_rules(here: Here) -> None:
    """No validator can be kept here."""
    for _ in rules_of(here, set()):
        pass


def _boolean(here: Here, base: Base) -> Made:
    yes = spell(here.members.get("valueTrue", True)), here.label(here.text("labelTrue") or YES)
    no = spell(here.members.get("valueFalse", False)), here.label(here.text("labelFalse") or NO)
    codes = as_options(here, [yes, no])
    return SingleChoice(**base, options=tuple(codes.values())), codes


def _matrix(here: Here, base: Base) -> Made:
    codes = as_options(here, read_items(here, "columns"))
    rows = read_items(here, "rows")
    if not rows:
        here.deny("no_rows")
        rows = [("", "?")]
    _object_to_rules(here)
    each = here.flag("eachRowRequired") or here.flag("isAllRowRequired")
    if base["required"] and not each and len(rows) > 1:
        here.deny("some_row")
    if here.members.get("cellType", "radio") not in ("radio", ""):
        here.deny("property", word="cellType")
    overall = ours_of(here).get("overall", "")
    indicators = tuple(
        Indicator(key=option.key, label=option.label, overall=option.key == overall)
        for option in as_options(here, rows, "i").values()
    )
    base["required"] = each or base["required"]
    matrix = GradeMatrix(
        **base,
        subjects=(Subject(key="", label=base["title"]),),
        indicators=indicators,
        grades=tuple(codes.values()),
    )
    return matrix, codes
