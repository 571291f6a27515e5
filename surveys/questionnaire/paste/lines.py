"""A pasted text becomes numbered lines, each of a kind told by how it begins."""

import enum
import re
from typing import Final

import msgspec

from surveys.questionnaire.paste.hints import is_hint, split_words
from surveys.questionnaire.paste.marks import (
    begins_marked,
    cut,
    numbers,
    split_behind,
    split_marked,
    split_title,
)
from surveys.questionnaire.paste.numbering import CHINESE, read_number
from surveys.values import Value


class Kind(enum.Enum):
    """How a line begins."""

    TITLE = "title"
    SECTION = "section"
    SUBJECTS = "subjects"  # 对象：
    GRADES = "grades"  # 等次：
    NOTE = "note"  # 说明：
    VERSION = "version"
    QUESTION = "question"
    OPTIONS = "options"  # A. ① □ ○, or a line cut by /
    ROW = "row"  # a row of a matrix
    PLAIN = "plain"


class Line(Value, frozen=True):
    """One line: what follows its mark, still shielded; `parts` where the mark stands repeatedly."""

    at: int
    kind: Kind
    text: str
    level: int = 0
    number: int = 0
    parts: tuple[str, ...] = ()


_SETTINGS: Final = {
    "对象": Kind.SUBJECTS,
    "评议对象": Kind.SUBJECTS,
    "被评议对象": Kind.SUBJECTS,
    "被评议部门": Kind.SUBJECTS,
    "部门": Kind.SUBJECTS,
    "等次": Kind.GRADES,
    "档次": Kind.GRADES,
    "说明": Kind.NOTE,
    "填写说明": Kind.NOTE,
    "版本": Kind.VERSION,
}
_SETTING: Final = re.compile(rf"({'|'.join(_SETTINGS)})\s*[:：]\s*(.*)")
_ROW: Final = re.compile(r"(?:[-–—]\s+|[•·▪]\s*)(.*)")
_PART: Final = re.compile(rf"第\s*(?:[{CHINESE}]{{1,3}}|\d{{1,2}})\s*(?:部分|章|单元|板块)")
_BEFORE_NUMBER: Final = re.compile(
    r"(?P<lead>[(（\[［【](?P<inside>[^()（）\[\]］【】]{1,12})[)）\]］】]|[*＊])\s*(?P<rest>\S.*)"
)
_SLASH: Final = re.compile("[/／]")


def read_line(text: str, at: int = 1) -> Line:
    """One shielded line.

    >>> read_line("（单选）3. 您满意吗").text, read_line("第二部分：评价").kind.value
    ('（单选）您满意吗', 'section')
    """
    if text.startswith("#"):
        kind = Kind.SECTION if text.startswith("##") else Kind.TITLE
        return Line(at=at, kind=kind, text=text.lstrip("#").strip())
    if setting := _SETTING.fullmatch(text):
        return Line(at=at, kind=_SETTINGS[setting[1]], text=setting[2])
    if _PART.match(text):
        return Line(at=at, kind=Kind.SECTION, text=text)
    if led := _led(text, at):
        return led
    if parts := _marked(text):
        return Line(at=at, kind=Kind.OPTIONS, text=text, parts=parts)
    if row := _ROW.fullmatch(text):
        return Line(at=at, kind=Kind.ROW, text=row[1].strip())
    if numbered := read_number(text):
        words = numbered.text.strip()
        return Line(
            at=at, kind=Kind.QUESTION, text=words, level=numbered.level, number=numbered.number
        )
    parts = split_slashed(text)
    kind = Kind.OPTIONS if len(parts) > 1 else Kind.PLAIN
    return Line(at=at, kind=kind, text=text, parts=parts)


def _led(text: str, at: int) -> Line | None:
    """A question whose kind or star stands before its number: they go to its words."""
    found = _BEFORE_NUMBER.match(text)
    numbered = read_number(found["rest"]) if found else None
    if found is None or numbered is None:
        return None
    words = split_words(found["inside"] or "")
    if found["inside"] and not (words and all(is_hint(word) for word in words)):
        return None
    said = f"{found['lead']}{numbered.text.strip()}"
    return Line(at=at, kind=Kind.QUESTION, text=said, level=numbered.level, number=numbered.number)


def _marked(text: str) -> tuple[str, ...]:
    """The options of a line that begins like one, or is a list of several."""
    if begins_marked(text):
        return split_marked(text)
    if read_number(text) is None:
        return split_behind(text)
    several = numbers(text)
    return cut(text, several) if several and several[0].start == 0 else ()


def split_inline(line: Line) -> tuple[Line, ...]:
    """A question with its options on the same line, as paper forms have it.

    >>> [each.text for each in split_inline(read_line("1. 性别：□男 □女"))]
    ['性别', '□男 □女']
    """
    found = split_title(line.text) if line.kind is Kind.QUESTION else None
    if found is None:
        return (line,)
    title, options, parts = found
    return (
        msgspec.structs.replace(line, text=title),
        Line(at=line.at, kind=Kind.OPTIONS, text=options, parts=parts),
    )


def split_slashed(text: str) -> tuple[str, ...]:
    """Options cut by slashes; dates such as 3/8 are left whole.

    >>> split_slashed("满意 / 不满意"), split_slashed("3/8节")
    (('满意', '不满意'), ('3/8节',))
    """
    parts = tuple(part.strip() for part in _SLASH.split(text.strip("/／ ")))
    return parts if all(parts) and not re.search(r"\d[/／]\d", text) else (text,)
