"""One question of LimeSurvey becomes a question of ours, by the letter of its type."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from reports.wording.interchange import (
    COMMENT,
    LIME_CHANGE,
    LIME_SEX,
    LIME_TYPES,
    LIME_UNSURE,
    LIME_YES_NO,
    OTHER,
    SPECIFY,
    TYPES,
)
from service.interchange.assembling import Piece
from service.interchange.limesurvey.attributes import Attributes
from service.interchange.limesurvey.tables import Row
from service.interchange.naming import assign_keys
from service.interchange.objections import Desk, Node
from service.interchange.plain import joined, label, line_behind, plain, title_and_rest
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
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
from surveys.values import Value

_POINTS: Final = {"A": 5, "B": 10}
_FIXED: Final = {"C": LIME_UNSURE, "E": LIME_CHANGE}
_PIPED: Final = re.compile(r"\{\s*[A-Za-z_][^{}\n]*\}")
_Codes = dict[str, Option]


class Asked(Value, frozen=True, kw_only=True):
    """A question with everything that belongs to it."""

    desk: Desk
    row: Row
    subquestions: tuple[Row, ...]
    answers: tuple[Row, ...]
    attributes: Attributes

    @property
    def at(self) -> Node:
        """The place for an objection."""
        return Node(self.row.get("title", ""))

    def label(self, words: str) -> str:
        """One line of a label."""
        self.piped(words)
        return label(self.desk, words, self.at, markup=True)

    def piped(self, words: str) -> None:
        """Object to text that is worked out."""
        deny_piping(self.desk, words, self.at)


def deny_piping(desk: Desk, words: str, at: Node) -> None:
    """Object to text that is worked out."""
    if found := _PIPED.search(words):
        desk.deny("piping", at, word=found[0])


def read_pieces(asked: Asked, conditions: tuple[str, ...]) -> Iterator[Piece]:
    """The question, and the lines that belong to it."""
    kind = asked.row.get("type", "")
    make = _maker(kind)
    if make is None:
        name, why = LIME_TYPES.get(kind, ("", "unknown"))
        asked.desk.deny("type", asked.at, word=f"{kind} {name}".strip(), why=TYPES[why])
        return
    asked.attributes.deny(asked.desk, asked.at, kind)
    if asked.row.get("preg", "").strip():
        asked.desk.deny("constraint", asked.at, word=asked.row["preg"])
    asked.piped(asked.row.get("question", ""))
    title, rest = title_and_rest(asked.desk, asked.row.get("question", ""), asked.at, markup=True)
    base = {
        "key": "",
        "title": title,
        "help": joined(rest, plain(asked.desk, asked.row.get("help", ""), asked.at, markup=True)),
        "required": asked.row.get("mandatory", "N") == "Y",
    }
    if asked.row.get("mandatory") == "S":
        asked.desk.remark("soft", asked.at)
    question, codes = make(asked, base)
    piece = Piece(
        name=asked.row.get("title", ""),
        question=question,
        at=asked.at,
        codes={code: option.key for code, option in codes.items()},
        conditions=conditions,
    )
    yield piece
    yield from _besides(asked, piece)


def _besides(asked: Asked, piece: Piece) -> Iterator[Piece]:
    if "-oth-" in piece.codes:
        asked.desk.remark("or_other", asked.at)
        quoted = '"-oth-"'
        several = isinstance(piece.question, MultipleChoice)
        must = several or piece.question.required
        must = must or asked.attributes.get("other_comment_mandatory") == "1"
        told = f"{{{piece.name}}} {'contains' if several else '=='} {quoted}"
        yield Piece(
            name=f"{piece.name}_other",
            question=ShortText(
                key="", title=line_behind(SPECIFY, piece.question.title), required=must
            ),
            at=asked.at,
            conditions=(*piece.conditions, told),
        )
    if asked.row.get("type") == "O":
        yield Piece(
            name=f"{piece.name}_comment",
            question=LongText(
                key="", title=line_behind(COMMENT, piece.question.title), required=False
            ),
            at=asked.at,
            conditions=piece.conditions,
        )


def _maker(kind: str) -> Callable[[Asked, dict[str, Any]], tuple[Question, _Codes]] | None:
    makers: dict[str, Callable[[Asked, dict[str, Any]], tuple[Question, _Codes]]] = {
        **dict.fromkeys("L!O", _single),
        **dict.fromkeys("FHABCE", _matrix),
        **dict.fromkeys("TU", _long),
        "5": lambda _, base: (Scale(**base, low=1, high=5), {}),
        "M": _multiple,
        "N": _number,
        "S": _short,
        "Y": lambda asked, base: _fixed(asked, base, LIME_YES_NO),
        "G": lambda asked, base: _fixed(asked, base, LIME_SEX),
        "R": _ranking,
    }
    return makers.get(kind)


def _options(asked: Asked, items: list[tuple[str, str]], letter: str = "o") -> _Codes:
    if not items:
        asked.desk.deny("no_options", asked.at)
    found: _Codes = {}
    keys = assign_keys([code for code, _ in items], letter)
    for (code, words), key in zip(items, keys, strict=True):
        if code in found:
            asked.desk.deny("option_twice", asked.at, word=code)
        found[code] = Option(key=key, label=asked.label(words))
    return found


def _answers(asked: Asked) -> list[tuple[str, str]]:
    return [(row.get("code", ""), row.get("answer", "")) for row in asked.answers]


def _subquestions(asked: Asked) -> list[tuple[str, str]]:
    return [(row.get("title", ""), row.get("question", "")) for row in asked.subquestions]


def _with_other(asked: Asked, items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if asked.row.get("other", "N") != "Y":
        return items
    return [*items, ("-oth-", asked.attributes.get("other_replace_text") or OTHER)]


def _single(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    codes = _options(asked, _with_other(asked, _answers(asked)))
    return SingleChoice(**base, options=tuple(codes.values())), codes


def _fixed(
    asked: Asked, base: dict[str, Any], items: tuple[tuple[str, str], ...]
) -> tuple[Question, _Codes]:
    codes = _options(asked, list(items))
    return SingleChoice(**base, options=tuple(codes.values())), codes


def _multiple(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    codes = _options(asked, _with_other(asked, _subquestions(asked)))
    least = asked.attributes.whole(asked.desk, asked.at, "min_answers")
    most = asked.attributes.whole(asked.desk, asked.at, "max_answers") or None
    options = tuple(codes.values())
    return MultipleChoice(**base, options=options, least=least or 1, most=most), codes


def _ranking(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    codes = _options(asked, _answers(asked) or _subquestions(asked))
    least, most = (
        asked.attributes.whole(asked.desk, asked.at, name)
        for name in ("min_answers", "max_answers")
    )
    if (least is None and most is None and not base["required"]) or least != most:
        asked.desk.deny("partial_ranking", asked.at)
    places = least if least and least < len(codes) else None
    return Ranking(**base, options=tuple(codes.values()), places=places), codes


def _number(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    low, high = (_bound(asked, name) for name in ("min_num_value_n", "max_num_value_n"))
    whole = asked.attributes.get("num_value_int_only") == "1"
    if not whole:
        asked.desk.remark("no_digits", asked.at)
    suffix = asked.attributes.get("suffix")
    unit = asked.label(suffix) if suffix else ""
    return Number(**base, low=low, high=high, digits=0 if whole else 6, unit=unit), {}


def _bound(asked: Asked, name: str) -> Fraction | None:
    value = asked.attributes.get(name)
    if not value:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", value):
        asked.desk.deny("attribute", asked.at, word=name, value=value)
        return None
    return Fraction(value)


def _longest(asked: Asked, unless: int) -> int:
    longest = asked.attributes.whole(asked.desk, asked.at, "maximum_chars")
    if not longest:
        asked.desk.remark("no_limit", asked.at, limit=unless)
        return unless
    if longest > 5000:
        asked.desk.deny("attribute", asked.at, word="maximum_chars", value=longest)
    return min(longest, 5000)


def _short(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    return ShortText(**base, longest=_longest(asked, 100)), {}


def _long(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    return LongText(**base, longest=_longest(asked, 500)), {}


def _matrix(asked: Asked, base: dict[str, Any]) -> tuple[Question, _Codes]:
    kind = asked.row.get("type", "")
    points = [(str(at), str(at)) for at in range(1, _POINTS.get(kind, 0) + 1)]
    codes = _options(asked, points or list(_FIXED.get(kind, ())) or _answers(asked))
    rows = _subquestions(asked)
    if not rows:
        asked.desk.deny("no_rows", asked.at)
    if any("|" in words for _, words in rows):
        asked.desk.deny("rows_unlike", asked.at)  # 左|右: a scale between two words
    indicators = tuple(
        Indicator(key=option.key, label=option.label)
        for option in _options(asked, rows or [("", "?")], "i").values()
    )
    matrix = GradeMatrix(
        **base,
        subjects=(Subject(key="", label=base["title"]),),
        indicators=indicators,
        grades=tuple(codes.values()),
    )
    return matrix, codes
