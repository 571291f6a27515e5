"""Numbers, dates and codes as an official document writes them."""

from datetime import datetime
from fractions import Fraction
from typing import Final

from surveys.rules.rounding import show, show_share
from surveys.rules.ruleset import Display

NOTHING: Final = "—"
"""What stands where there is no number at all."""

WITHHELD: Final = "＊"
"""What stands for a number that may not be told."""

_DIGITS: Final = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese, for headings.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 47)]
    ['一', '十', '十二', '二十', '四十七']
    """
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (
        ("" if tens < 2 else _DIGITS[tens])
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones else "")
    )


def heading_number(level: int, number: int) -> str:
    """Write the number of a heading by its level (GB/T 9704-2012, 7.3.3).

    >>> [heading_number(level, 2) for level in (1, 2, 3, 4)]
    ['二、', '（二）', '2.', '（2）']
    """
    match level:
        case 1:
            return f"{chinese_number(number)}、"
        case 2:
            return f"（{chinese_number(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"


def official_date(moment: str) -> str:
    """Write the date of an RFC 3339 moment; months and days take no leading zero (7.3.5.4).

    >>> official_date("2026-03-08T09:05:00+08:00")
    '2026年3月8日'
    """
    day = datetime.fromisoformat(moment)
    return f"{day.year}年{day.month}月{day.day}日"


def official_days(first: str, last: str) -> str:
    """Write from one day to another, and nothing twice.

    >>> official_days("2026-09-01T08:00:00+08:00", "2026-09-15T18:00:00+08:00")
    '2026年9月1日至9月15日'
    >>> official_days("2026-09-01T08:00:00+08:00", "2026-09-01T18:00:00+08:00")
    '2026年9月1日'
    """
    begun, ended = datetime.fromisoformat(first), datetime.fromisoformat(last)
    if begun.date() == ended.date():
        return official_date(first)
    same = f"{ended.month}月{ended.day}日" if begun.year == ended.year else official_date(last)
    return f"{official_date(first)}至{same}"


def official_moment(moment: str) -> str:
    """Write date and clock time.

    >>> official_moment("2026-03-08T09:05:00+08:00")
    '2026年3月8日9时05分'
    """
    at = datetime.fromisoformat(moment)
    return f"{official_date(moment)}{at.hour}时{at.minute:02}分"


def percent(share: Fraction | None, display: Display) -> str:
    """Write a share of 1 in percent, rounded as the rule set shows it.

    >>> percent(Fraction(25, 28), Display()), percent(None, Display())
    ('89.29%', '—')
    """
    return NOTHING if share is None else f"{show_share(share, display)}%"


def points(score: Fraction | None, display: Display) -> str:
    """Write a score.

    >>> points(Fraction(197, 2), Display(digits=1))
    '98.5'
    """
    return NOTHING if score is None else show(score, display)


def in_fours(code: str) -> tuple[str, ...]:
    """Cut a fingerprint into groups of four, so that two people can read it to each other.

    >>> in_fours("3f9a1c07")
    ('3f9a', '1c07')
    """
    return tuple(code[at : at + 4] for at in range(0, len(code), 4))


def enumerate_names(names: tuple[str, ...], *, at_most: int, counted: str) -> str:
    """Name a few and count the rest.

    >>> enumerate_names(("财政所", "农业中心", "派出所"), at_most=2, counted="个部门")
    '财政所、农业中心等3个部门'
    >>> enumerate_names(("财政所", "农业中心"), at_most=2, counted="个部门")
    '财政所、农业中心'
    """
    if len(names) <= at_most:
        return "、".join(names)
    return f"{'、'.join(names[:at_most])}等{len(names)}{counted}"
