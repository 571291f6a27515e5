"""A question's first line becomes its title, its key, its hints and its condition."""

import re
from itertools import islice
from typing import Final

from surveys.questionnaire.paste.hints import MOST, is_hint, split_words
from surveys.questionnaire.paste.labels import read_keyed
from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.paste.spoken import is_condition
from surveys.values import Value

_CLOSING: Final = {")": "(（", "）": "(（", "]": "[［", "］": "[［", "】": "【", "〕": "〔"}
_OPENING: Final = "".join(_CLOSING.values())


_GROUP: Final = re.compile(r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]{1,40})[)）\]］】〕]")
_STAR: Final = re.compile(r"[*＊]\s*|\s*[*＊]")
_BLANK: Final = re.compile(r"\s*[(（][ \u3000]*[)）]\s*$")
"""The place to write a letter on paper."""
_KIND_WORD: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,10}题")


class Titled(Value, frozen=True):
    """One first line. Hints and condition are still shielded."""

    title: str
    key: str = ""
    hints: tuple[str, ...] = ()
    condition: str = ""
    starred: bool = False
    """Marked as one that must be answered, as printed forms do it."""


def read_title(text: str) -> Titled:
    """Take the brackets off from behind, as long as they hold hints or a condition.

    >>> read_title("您的年龄（周岁）（数字，选填）")
    Titled(title='您的年龄（周岁）', key='', hints=('数字', '选填'), condition='', starred=False)
    >>> read_title("【多选题】怎么来的？（ ） *")
    Titled(title='怎么来的？', key='', hints=('多选题',), condition='', starred=True)
    """
    rest, starred = _without_star(text.strip())
    hints, condition = (), ""
    while len(hints) < MOST and (group := _last_group(rest)):
        before, inside = group
        if not condition and is_condition(inside):
            condition = inside
        elif any(is_hint(word) for word in split_words(inside)) or _names_kind(rest, inside):
            hints = (*split_words(inside), *hints)
        else:
            break
        rest, again = _without_star(before)
        starred = starred or again
    rest, inner = _take_inner(rest, hints)
    keyed = read_keyed(_without_blank(rest))
    return Titled(
        title=unshield(keyed.text),
        key=keyed.key,
        hints=(*inner, *hints),
        condition=condition,
        starred=starred,
    )


def _without_star(text: str) -> tuple[str, bool]:
    for found in (_STAR.match(text), *list(_STAR.finditer(text))[-1:]):
        if found and (found.start() == 0 or found.end() == len(text)):
            rest = text[found.end() :] if found.start() == 0 else text[: found.start()]
            return rest.strip(), bool(rest.strip())
    return text, False


def _names_kind(text: str, inside: str) -> bool:
    """Square brackets with the name of a kind we may not have: [矩阵多选题]."""
    return text[-1] in "]］】" and bool(_KIND_WORD.fullmatch(inside.strip()))


def _take_inner(text: str, hints: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Brackets in front or within that say nothing but hints."""
    found: list[str] = []
    for group in list(islice(_GROUP.finditer(text), MOST)):
        words = split_words(group[1])
        if len(found) < MOST and words and all(is_hint(word) for word in words):
            text = text.replace(group[0], "", 1)
            found += [word for word in words if word not in hints]
    return text.strip(), tuple(found)


def _without_blank(text: str) -> str:
    return _BLANK.sub("", text) or text


def _last_group(text: str) -> tuple[str, str] | None:
    """What stands before the last pair of brackets, and inside it; brackets may nest."""
    if not text or text[-1] not in _CLOSING:
        return None
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in _CLOSING) - (text[at] in _OPENING)
        if depth == 0:
            return text[:at].rstrip(), text[at + 1 : -1]
    return None
