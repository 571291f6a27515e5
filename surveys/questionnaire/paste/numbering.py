"""What officials write before a question: 一、 （一） 1. (1) become a level and a number."""

import re
from typing import Final

from surveys.questionnaire.texts import plain_digits
from surveys.values import Value

CHINESE: Final = "〇零一二三四五六七八九十百"
_DIGITS: Final = {**{word: at for at, word in enumerate("零一二三四五六七八九")}, "〇": 0}
_LEVELS: Final = (
    re.compile(
        rf"([{CHINESE}]{{1,5}})[、.．,，]\s*|第([{CHINESE}]{{1,5}}|\d{{1,4}})题[、.．:：]?\s*"
    ),
    re.compile(rf"[(（]([{CHINESE}]{{1,5}})[)）][、.．]?\s*"),
    re.compile(r"[Qq]?(\d{1,4})(?:[、．]|[.](?!\d))\s*"),
    re.compile(r"[(（]?(\d{1,4})[)）][、.．]?\s*"),
)


class Numbered(Value, frozen=True):
    """A line that begins with a number; a higher level is deeper."""

    level: int
    number: int
    text: str


def read_number(line: str) -> Numbered | None:
    """The number a line begins with, if it does.

    >>> read_number("（二）办事效率")
    Numbered(level=2, number=2, text='办事效率')
    >>> read_number("1.5公里") is None, read_number("一、二年级") is None
    (True, True)
    """
    for level, pattern in enumerate(_LEVELS, start=1):
        if found := pattern.match(line):
            spelled = next(group for group in found.groups() if group)
            if spelled[0] in CHINESE and _goes_on(value(spelled), line[found.end() :]):
                return None
            return Numbered(level=level, number=value(spelled), text=line[found.end() :])
    return None


def _goes_on(number: int, text: str) -> bool:
    """Whether this counts something instead: 一、二年级."""
    return bool(text) and _DIGITS.get(text[0]) == number + 1


def value(spelled: str) -> int:
    """A whole number below 200 in Chinese, or any in digits.

    >>> value("二十一"), value("一百零二"), value("12")
    (21, 102, 12)
    """
    if spelled.isdecimal():
        return int(plain_digits(spelled))
    total, digit = 0, 0
    for word in spelled:
        if word in _DIGITS:
            digit = _DIGITS[word]
        else:
            total, digit = total + (digit or 1) * (10 if word == "十" else 100), 0
    return total + digit
