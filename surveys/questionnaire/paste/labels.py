"""A label with what may stand behind it: its key in `{#…}`, a note in brackets."""

import re
from collections.abc import Iterable
from typing import Final

from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.questions import Indicator, Option, Subject
from surveys.values import Value

_KEY: Final = re.compile(r"\{#([a-z0-9][a-z0-9_.-]{0,39})\}")
_BETWEEN: Final = re.compile(r"[、，,；;]")
_OVERALL: Final = frozenset({"总体", "总评"})

KNOWN: Final = {
    "满意": "satisfied",
    "基本满意": "fairly_satisfied",
    "不满意": "dissatisfied",
    "不了解": "unfamiliar",
    "弃权": "abstain",
}
"""Words every rule set knows keep their keys, so that a poll can be counted by one of them."""


class Keyed(Value, frozen=True):
    """Words and the key written behind them, if any."""

    text: str
    key: str = ""


def read_keyed(text: str) -> Keyed:
    """Take the key off the end of a label; both stay shielded.

    >>> read_keyed("镇财政所{#caizheng}")
    Keyed(text='镇财政所', key='caizheng')
    """
    words = text.strip()
    at = words.rfind("{#")
    found = _KEY.fullmatch(words, at) if at >= 0 else None
    return Keyed(text=words[:at].rstrip(), key=found[1]) if found else Keyed(text=words)


def option_key(label: str, position: int) -> str:
    """The key of an option that names none; `position` counts from one."""
    return KNOWN.get(label, f"o{position}")


def read_options(words: Iterable[str]) -> tuple[Option, ...]:
    """Options or grades in their order."""
    return tuple(_option(read_keyed(word), at) for at, word in enumerate(words, start=1))


def _option(keyed: Keyed, position: int) -> Option:
    label = unshield(keyed.text)
    return Option(key=keyed.key or option_key(label, position), label=label)


def read_subjects(words: Iterable[str]) -> tuple[Subject, ...]:
    """Departments in their order; brackets hold the line under the name."""
    return tuple(_subject(word, at) for at, word in enumerate(words, start=1))


def _subject(word: str, position: int) -> Subject:
    name, note = split_note(word)
    keyed = read_keyed(name)
    return Subject(key=keyed.key or f"d{position}", label=unshield(keyed.text), note=unshield(note))


def read_indicators(words: Iterable[str]) -> tuple[Indicator, ...]:
    """Rows of a matrix in their order; （总体） marks the overall one."""
    return tuple(_indicator(word, at) for at, word in enumerate(words, start=1))


def _indicator(word: str, position: int) -> Indicator:
    name, note = split_note(word)
    overall = note in _OVERALL
    keyed = read_keyed(name if overall else word)
    return Indicator(key=keyed.key or f"i{position}", label=unshield(keyed.text), overall=overall)


def split_note(text: str) -> tuple[str, str]:
    """A name, and what the brackets behind it say.

    >>> split_note("镇财政所（负责人 李某某）")
    ('镇财政所', '负责人 李某某')
    """
    words = text.strip()
    at = max(words.rfind("("), words.rfind("（"))
    if at <= 0 or words[-1] not in ")）" or set(words[at:-1]) & set(")）"):
        return words, ""
    return words[:at].rstrip(), words[at + 1 : -1].strip()


def split_list(text: str) -> tuple[str, ...]:
    """A list in one line: 、 and commas stand between.

    >>> split_list("财政所、农业综合服务中心")
    ('财政所', '农业综合服务中心')
    """
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())
