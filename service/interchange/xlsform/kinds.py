"""One row of an XLSForm becomes a question, or an objection that names what it is."""

import re
from collections.abc import Callable
from typing import Any, Final

from reports.wording.interchange import TYPES, UNIT
from service.interchange.assembling import Piece
from service.interchange.expressions import Unclear
from service.interchange.plain import joined, label, plain, title_and_rest
from service.interchange.xlsform.columns import deny_columns
from service.interchange.xlsform.limits import bound
from service.interchange.xlsform.node import Node
from service.interchange.xlsform.options import Codes, read_options
from service.interchange.xlsform.rows import Reader, at_choice, required
from surveys.questionnaire.questions import (
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)

TEXT: Final = frozenset({"text", "string", "add text prompt", "q string"})
WHOLE: Final = frozenset({"integer", "int", "add integer prompt", "q int"})
DECIMAL: Final = frozenset({"decimal", "add decimal prompt", "q decimal"})
NOTE: Final = frozenset({"note", "add note prompt", "q note"})
METADATA: Final = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"}
    | {"email", "audit", "start time", "end time", "get today", "get device id", "device id"}
    | {"get start time", "get end time", "get sim id", "get subscriber id", "get phone number"}
    | {"start-geopoint", "background-audio", "sim id", "subscriber id", "uri:email", "imei"}
)
_FAMILIES: Final[tuple[tuple[str, str], ...]] = (
    (r"kobomatrix|score|begin_rank|rank__|literacy", "kobo"),
    (r"external|from_file", "outside"),
    (r"geo|location|gps|map|\bosm\b", "place"),
    (r"photo|image|audio|video|file|picture|draw|annotate", "media"),
    (r"date|time", "date"),
    (r"barcode", "code"),
    (r"repeat|loop", "repeat"),
    (r"calculat|hidden", "calculate"),
    (r"trigger|acknowledge", "acknowledge"),
    (r"phone|email|url|percentage", "contact"),
    (r"signature", "sign"),
)


def family(kind: str) -> str:
    """Why a type is refused."""
    found = next((name for words, name in _FAMILIES if re.search(words, kind)), "unknown")
    return TYPES[found]


def read_piece(reader: Reader, node: Node, conditions: tuple[str, ...]) -> Piece | None:
    """The question of a row; None after an objection."""
    make = _maker(node.kind)
    if make is None:
        kind = node.word("minping_type") or node.kind
        reader.desk.deny("type", reader.at(node), word=kind, why=family(kind))
        return None
    deny_columns(reader, node)
    title, rest = title_and_rest(reader.desk, reader.text(node, "label"), reader.at(node))
    hint = plain(reader.desk, reader.text(node, "hint"), reader.at(node))
    codes = read_options(reader, node)
    base = {
        "key": "",
        "title": title,
        "help": joined(rest, hint),
        "required": required(reader, node),
    }
    question = _constrained(reader, node, make(reader, node, base, codes))
    relevant = node.tied("relevant")
    return Piece(
        name=node.key,
        question=question,
        at=reader.at(node),
        codes={code: option.key for code, option in codes.items()},
        conditions=(*conditions, *((relevant,) if relevant else ())),
    )


_Make = Callable[[Reader, Node, dict[str, Any], Codes], Question]


def _maker(kind: str) -> _Make | None:
    makers: dict[str, _Make] = {
        "select one": _single,
        "select all that apply": _multiple,
        "rank": _ranking,
        "range": _scale,
        **dict.fromkeys(TEXT, _words),
        **dict.fromkeys(WHOLE, _whole),
        **dict.fromkeys(DECIMAL, _decimal),
    }
    return makers.get(kind)


def _single(_: Reader, __: Node, base: dict[str, Any], codes: Codes) -> Question:
    return SingleChoice(**base, options=tuple(codes.values()))


def _multiple(_: Reader, __: Node, base: dict[str, Any], codes: Codes) -> Question:
    return MultipleChoice(**base, options=tuple(codes.values()))


def _ranking(_: Reader, __: Node, base: dict[str, Any], codes: Codes) -> Question:
    return Ranking(**base, options=tuple(codes.values()))


def _whole(_: Reader, node: Node, base: dict[str, Any], __: Codes) -> Question:
    return _with_unit(Number(**base), node)


def _decimal(reader: Reader, node: Node, base: dict[str, Any], _: Codes) -> Question:
    if "regex" not in node.tied("constraint") and not node.word("minping_unit"):
        reader.desk.remark("no_digits", reader.at(node))
    return _with_unit(Number(**base, digits=6), node)


def _with_unit(question: Number, node: Node) -> Number:
    unit = node.word("minping_unit")
    if not unit:
        return question
    lines = [line for line in question.help.split("\n") if line != f"{UNIT}{unit}"]
    return Number(
        key="",
        title=question.title,
        required=question.required,
        digits=question.digits,
        help="\n".join(lines),
        unit=unit,
    )


def _words(reader: Reader, node: Node, base: dict[str, Any], _: Codes) -> Question:
    if "string-length" not in node.tied("constraint"):
        limit = 500 if _several_lines(node) else 100
        reader.desk.remark("no_limit", reader.at(node), limit=limit)
    about = node.word("minping_about") or None
    kind = LongText if _several_lines(node) else ShortText
    return kind(**base, about=about)


def _several_lines(node: Node) -> bool:
    return "multiline" in node.looks.split() or bool(node.below("control").word("rows"))


def _scale(reader: Reader, node: Node, base: dict[str, Any], _: Codes) -> Question:
    given = node.below("parameters")
    start, end, step = (given.word(name) for name in ("start", "end", "step"))
    if not all(re.fullmatch(r"-?[0-9]{1,12}", word) for word in (start, end)) or step != "1":
        word = f"start={start} end={end} step={step}"
        reader.desk.deny("range_step", reader.at(node), word=word)
        return Scale(**base, low=0, high=1)
    low, high = int(start), int(end)
    ends = _ends(reader, node, low, high)
    return Scale(**base, low=low, high=high, low_label=ends[0], high_label=ends[1])


def _ends(reader: Reader, node: Node, low: int, high: int) -> tuple[str, str]:
    ticks = {
        tick.word("name"): label(
            reader.desk,
            reader.language.choose(reader.desk, tick.value("label"), at_choice(reader, tick)),
            at_choice(reader, tick),
        )
        for tick in node.nodes("minping_ticks")
    }
    if ticks.keys() - {str(low), str(high)}:
        reader.desk.deny("ticks", reader.at(node))
    return ticks.get(str(low), ""), ticks.get(str(high), "")


def _constrained(reader: Reader, node: Node, question: Question) -> Question:
    constraint = node.tied("constraint")
    if not constraint:
        return question
    try:
        return bound(question, constraint)
    except Unclear:
        reader.desk.deny("constraint", reader.at(node), word=constraint)
        return question
