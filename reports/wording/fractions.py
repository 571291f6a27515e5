"""Fractions, thresholds and weights in words that leave no doubt about the edge."""

from fractions import Fraction
from typing import Final

from reports.wording.numbers import chinese_number
from surveys.rules.ruleset import Comparison

OPERATORS: Final[dict[Comparison, str]] = {
    Comparison.OVER: "超过",
    Comparison.AT_LEAST: "达到或超过",
    Comparison.UNDER: "低于",
    Comparison.AT_MOST: "不超过",
}
"""半数以上 and its like are never printed: they do not say what holds at exactly one half."""

_SPOKEN: Final = frozenset({2, 3, 6, 7, 9})
"""Denominators that percent cannot say, and the half, which everybody says."""


def say_fraction(value: Fraction) -> str:
    """A part of a whole.

    >>> [say_fraction(Fraction(text)) for text in ("1/2", "2/3", "4/5", "3/1000", "17/46", "1")]
    ['二分之一', '三分之二', '80%', '0.3%', '17/46', '100%']
    """
    if value.denominator in _SPOKEN:
        return f"{chinese_number(value.denominator)}分之{chinese_number(value.numerator)}"
    percent = say_number(value * 100)
    return str(value) if "/" in percent else f"{percent}%"


def say_number(value: Fraction) -> str:
    """A number exactly: in decimals where they end soon, else as a fraction.

    >>> [say_number(Fraction(text)) for text in ("70", "92.5", "1/3", "-1/4")]
    ['70', '92.5', '1/3', '-0.25']
    """
    scaled = value * 10**6
    if scaled.denominator != 1:
        return str(value)
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled.numerator), 10**6)
    decimals = f"{rest:06}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
