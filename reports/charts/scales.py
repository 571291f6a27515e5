"""Where a number stands between the two ends of a scale."""

from decimal import Decimal
from fractions import Fraction


def place(value: Decimal, scale: tuple[Decimal, Decimal]) -> Fraction:
    """The share of the way from the lower end to the upper; what lies outside stops at an end.

    >>> place(Decimal("75"), (Decimal(50), Decimal(100)))
    Fraction(1, 2)
    """
    low, high = Fraction(scale[0]), Fraction(scale[1])
    if high <= low:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), (Fraction(value) - low) / (high - low)))


def written(value: Decimal) -> str:
    """The number as it was given, with the digits it was given.

    >>> written(Decimal("98.50"))
    '98.50'
    """
    return f"{value:f}"
