"""How a number is shown: exact fractions become digits. No comparison ever reads them.

Shares are shown in percent and means in points, both without a unit. Three ways are attested:
四舍五入 (most notices), 截断, and 最大余数法, which makes a column of shares add up to 100.
"""

from collections.abc import Sequence
from fractions import Fraction

from surveys.rules.ruleset import Display, Rounding

_PERCENT = 100


def show(value: Fraction, display: Display) -> str:
    """Points, as the rule set displays them.

    >>> show(Fraction(725, 8), Display())
    '90.63'
    >>> show(Fraction(725, 8), Display(mode=Rounding.TRUNCATE, digits=1))
    '90.6'
    """
    scaled = value * 10**display.digits
    if display.mode is Rounding.TRUNCATE:
        return _spell(_truncate(scaled), display)
    return _spell(_half_up(scaled), display)


def show_share(share: Fraction, display: Display) -> str:
    """One share, in percent.

    >>> show_share(Fraction(7, 28), Display(strip_zeros=True))
    '25'
    """
    return show(share * _PERCENT, display)


def show_shares(shares: Sequence[Fraction], display: Display) -> tuple[str, ...]:
    """The shares of one row, in percent; by largest remainder they add up as the exact ones do.

    >>> show_shares([Fraction(1, 3)] * 3, Display(mode=Rounding.LARGEST_REMAINDER, digits=0))
    ('34', '33', '33')
    """
    if display.mode is not Rounding.LARGEST_REMAINDER:
        return tuple(show_share(share, display) for share in shares)
    scaled = [share * _PERCENT * 10**display.digits for share in shares]
    return tuple(_spell(units, display) for units in _apportion(scaled))


def _apportion(scaled: Sequence[Fraction]) -> list[int]:
    """Round down, then give the missing units to the largest remainders, the larger share first."""
    units = [_truncate(value) for value in scaled]
    missing = _half_up(sum(scaled, Fraction(0))) - sum(units)
    order = sorted(range(len(scaled)), key=lambda at: (units[at] - scaled[at], -scaled[at], at))
    for at in order[:missing]:
        units[at] += 1
    return units


def _half_up(value: Fraction) -> int:
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def _truncate(value: Fraction) -> int:
    whole = abs(value.numerator) // value.denominator
    return -whole if value < 0 else whole


def _spell(units: int, display: Display) -> str:
    sign = "-" if units < 0 else ""
    figures = str(abs(units)).zfill(display.digits + 1)
    cut = len(figures) - display.digits
    whole, rest = figures[:cut], figures[cut:]
    if display.strip_zeros:
        rest = rest.rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
