"""A pasted text becomes numbered lines, each of a kind told by how it begins."""

import enum
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from surveys.questionnaire.paste.numbering import read_number
from surveys.questionnaire.paste.shielding import shield
from surveys.questionnaire.texts import clean
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
_LETTER: Final = r"[(（]?[A-Za-zＡ-Ｚａ-ｚ][)）.．、:：]\s*"
_BOX: Final = "[①-⑳㊀-㊉❶-❿□○☐◯●■◇☑√]\\s*"
_LETTERS: Final = re.compile(rf"(?:^|(?<=\s)){_LETTER}")
_BOXES: Final = re.compile(_BOX)
_OPTION: Final = re.compile(rf"{_LETTER}|{_BOX}")
_ROW: Final = re.compile(r"(?:[-–—]\s+|[•·▪]\s*)(.*)")
_SLASH: Final = re.compile("[/／]")


def read_lines(text: str) -> tuple[Line, ...]:
    r"""Every line that is not empty, counted as an editor counts them.

    >>> [line.kind.value for line in read_lines("# 问卷\n\n一、性别\n男/女")]
    ['title', 'question', 'options']
    """
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    written = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    for at, line in enumerate(written.split("\n"), start=1):
        kept = shield(clean(line, lines=False)).strip()
        if kept:
            yield from split_inline(read_line(kept, at))


def read_line(text: str, at: int = 1) -> Line:
    """One shielded line."""
    if text.startswith("#"):
        kind = Kind.SECTION if text.startswith("##") else Kind.TITLE
        return Line(at=at, kind=kind, text=text.lstrip("#").strip())
    if setting := _SETTING.fullmatch(text):
        return Line(at=at, kind=_SETTINGS[setting[1]], text=setting[2])
    if _OPTION.match(text):
        parts = split_marked(text)
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


def split_inline(line: Line) -> tuple[Line, ...]:
    """A question with its options on the same line, as paper forms have it.

    >>> [each.text for each in split_inline(read_line("1. 性别：□男 □女"))]
    ['性别', '□男 □女']
    """
    for pattern in (_BOXES, _LETTERS):
        marks = list(pattern.finditer(line.text)) if line.kind is Kind.QUESTION else []
        if len(marks) > 1 and marks[0].start() > 0:
            title = line.text[: marks[0].start()].rstrip(":： ")
            options = line.text[marks[0].start() :]
            parts = split_marked(options)
            return (
                msgspec.structs.replace(line, text=title),
                Line(at=line.at, kind=Kind.OPTIONS, text=options, parts=parts),
            )
    return (line,)


def split_marked(text: str) -> tuple[str, ...]:
    """Options that each carry a mark, however many stand on the line.

    >>> split_marked("A. 满意   B. 不满意"), split_marked("□是 □否")
    (('满意', '不满意'), ('是', '否'))
    """
    pattern = _BOXES if _BOXES.match(text) else _LETTERS
    return tuple(part.strip() for part in pattern.split(text)[1:])


def split_slashed(text: str) -> tuple[str, ...]:
    """Options cut by slashes; dates such as 3/8 are left whole.

    >>> split_slashed("满意 / 不满意"), split_slashed("3/8节")
    (('满意', '不满意'), ('3/8节',))
    """
    parts = tuple(part.strip() for part in _SLASH.split(text.strip("/／ ")))
    return parts if all(parts) and not re.search(r"\d[/／]\d", text) else (text,)
