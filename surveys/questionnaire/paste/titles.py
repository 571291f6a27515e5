"""A question's first line becomes its title, its key, its hints and its condition."""

from typing import Final

from surveys.questionnaire.paste.hints import is_hint, split_words
from surveys.questionnaire.paste.labels import read_keyed
from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.paste.spoken import is_condition
from surveys.values import Value

_CLOSING: Final = {")": "(（", "）": "(（", "]": "[［", "］": "[［", "】": "【", "〕": "〔"}
_OPENING: Final = "".join(_CLOSING.values())


class Titled(Value, frozen=True):
    """One first line. Hints and condition are still shielded."""

    title: str
    key: str = ""
    hints: tuple[str, ...] = ()
    condition: str = ""


def read_title(text: str) -> Titled:
    """Take the brackets off from behind, as long as they hold hints or a condition.

    >>> read_title("您的年龄（周岁）（数字，选填）")
    Titled(title='您的年龄（周岁）', key='', hints=('数字', '选填'), condition='')
    """
    rest, hints, condition = text.strip(), (), ""
    while group := _last_group(rest):
        before, inside = group
        if not condition and is_condition(inside):
            condition = inside
        elif any(is_hint(word) for word in split_words(inside)):
            hints = (*split_words(inside), *hints)
        else:
            break
        rest = before
    keyed = read_keyed(rest)
    return Titled(title=unshield(keyed.text), key=keyed.key, hints=hints, condition=condition)


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
