"""Options on one line, each with its mark: before it (A. 甲 B. 乙, ①甲②乙) or behind (甲□ 乙□)."""

import re
from collections.abc import Iterator
from typing import Final

from surveys.questionnaire.texts import plain_digits
from surveys.values import Value

BOX: Final = r"(?:[①-⑳㊀-㊉❶-❿□○☐◯●■◇☑√]|[(（][ \u3000]+[)）]|\[[ \u3000]+\])\s*"
_BOXES: Final = re.compile(BOX)
_COUNTED: Final = re.compile("[①-⑳㊀-㊉❶-❿]")
_LETTERS: Final = re.compile(r"[(（]?([A-Za-zＡ-Ｚａ-ｚ])[)）.．、:：]\s*")
_NUMBERS: Final = re.compile(
    r"[(（]?([0-9０-９]{1,2})(?:[)）][、.．]?|[、．]|[.])(?![0-9０-９])\s*"
)
_STOPS: Final = "：:？?)）。"
_BOX_BEHIND: Final = re.compile(r"\s*[□○☐◯]\s*(?=$|[(（])")
_BEFORE: Final = re.compile(r"(.*[:：?？,，\s])(.*)", re.DOTALL)


class Mark(Value, frozen=True):
    """Where a mark stands, with the space behind it."""

    start: int
    end: int


def begins_marked(text: str) -> bool:
    """Whether a line begins like an option."""
    return bool(_BOXES.match(text) or _LETTERS.match(text))


def split_marked(text: str) -> tuple[str, ...]:
    """Options that each carry a mark, however many stand on the line.

    >>> split_marked("A. 满意   B. 不满意"), split_marked("□是 □否")
    (('满意', '不满意'), ('是', '否'))
    >>> split_marked("A.知道B.听说过 C.不知道"), split_marked("A、男□ B、女□")
    (('知道', '听说过', '不知道'), ('男', '女'))
    """
    if _BOXES.match(text):
        return cut(text, tuple(_boxes(text)))
    parts = cut(text, tuple(letters(text)))
    bare = tuple(_BOX_BEHIND.sub("", part) for part in parts)
    emptied = all(bare) and all(one != two for one, two in zip(parts, bare, strict=True))
    return bare if emptied else parts


def cut(text: str, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """What stands behind each mark, up to the next."""
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    return tuple(text[mark.end : end].strip() for mark, end in zip(marks, ends, strict=True))


def _boxes(text: str) -> Iterator[Mark]:
    for found in _BOXES.finditer(text):
        yield Mark(found.start(), found.end())


def letters(text: str) -> Iterator[Mark]:
    """Letters behind a space; without one, only the letter that is due."""
    due = ""
    for found in _LETTERS.finditer(text):
        before, letter = _before(found), _plain(found[1])
        stop = not before or before.isspace() or (before in _STOPS and letter in "Aa")
        if stop or (letter == due and not (before.isascii() and before.isalnum())):
            yield Mark(found.start(), found.end())
            due = chr(ord(letter) + 1)


def _before(found: re.Match[str]) -> str:
    """The letter in front of it, if there is one."""
    return found.string[max(0, found.start() - 1) : found.start()]


def _plain(letter: str) -> str:
    """A full-width letter as an ordinary one."""
    return chr(ord(letter) - 0xFEE0) if ord(letter) > 0xFF00 else letter


def numbers(text: str) -> tuple[Mark, ...]:
    """1. 2. 3. on one line, counted from the last one; a single number is no list.

    >>> len(numbers("1.小学 2.初中 3.高中")), numbers("1. 您去过 3 次吗"), numbers("1、2、3号楼")
    (3, (), ())
    """
    found: list[Mark] = []
    for mark in _NUMBERS.finditer(text):
        before = _before(mark)
        apart = not before or before.isspace() or before in _STOPS
        number = int(plain_digits(mark[1]))
        if apart and number == 1:
            found = [Mark(mark.start(), mark.end())]
        elif apart and found and number == len(found) + 1:
            found.append(Mark(mark.start(), mark.end()))
    return tuple(found) if len(found) > 1 else ()


def split_behind(text: str) -> tuple[str, ...]:
    """Options that each have their empty box behind them.

    >>> split_behind("满意 □ 比较满意□ 一般 □"), split_behind("满意")
    (('满意', '比较满意', '一般'), ())
    """
    marks = tuple(_boxes(text))
    if len(marks) < 2 or marks[-1].end < len(text) or _COUNTED.search(text):
        return ()
    starts = [0, *(mark.end for mark in marks[:-1])]
    parts = tuple(
        text[start : mark.start].strip() for start, mark in zip(starts, marks, strict=True)
    )
    return parts if all(parts) else ()


def split_title(text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """A title, its options as typed behind it, and their words; None where it has none.

    >>> split_title("性别：□男 □女")
    ('性别', '□男 □女', ('男', '女'))
    >>> split_title("是党员吗？是（ ） 否（ ）")
    ('是党员吗？', '是（ ） 否（ ）', ('是', '否'))
    """
    ways = (tuple(letters(text)), numbers(text), tuple(_boxes(text)))
    several = [marks for marks in ways if len(marks) > 1 and marks[0].start > 0]
    if not several:
        return None
    marks = min(several, key=lambda each: each[0].start)
    if marks is ways[2] and (behind := split_behind(text)):
        return _split_behind_title(text, behind)
    options = text[marks[0].start :]
    parts = split_marked(options) if begins_marked(options) else cut(text, marks)
    return text[: marks[0].start].rstrip(":： "), options, parts


def _split_behind_title(
    text: str, parts: tuple[str, ...]
) -> tuple[str, str, tuple[str, ...]] | None:
    """The first option begins behind the last stop or space of the title."""
    before = _BEFORE.fullmatch(parts[0])
    if before is None or not before[1].strip() or not before[2]:
        return None
    title, options = before[1].strip(), text[before.end(1) :]
    return title.rstrip(":： "), options, (before[2], *parts[1:])
