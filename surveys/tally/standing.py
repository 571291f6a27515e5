"""Exact values become places (名次); equal values share one. Values that print alike may differ."""

from collections.abc import Sequence
from fractions import Fraction

from surveys.rules.ruleset import Order


def places(
    values: Sequence[Fraction | None], fields: Sequence[str], *, ties: Order
) -> list[int | None]:
    """The place of each value among those of its own field; none for a missing value.

    >>> points = [Fraction(n) for n in (90, 80, 80, 70)]
    >>> places(points, ["", "", "", ""], ties=Order.SHARED)
    [1, 2, 2, 4]
    >>> places(points, ["", "", "", ""], ties=Order.DENSE)
    [1, 2, 2, 3]
    """
    return [
        None if value is None else _place(value, _rivals(values, fields, field), ties)
        for value, field in zip(values, fields, strict=True)
    ]


def _rivals(values: Sequence[Fraction | None], fields: Sequence[str], field: str) -> list[Fraction]:
    pairs = zip(values, fields, strict=True)
    return [value for value, other in pairs if other == field and value is not None]


def _place(value: Fraction, rivals: Sequence[Fraction], ties: Order) -> int:
    better = [rival for rival in rivals if rival > value]
    return 1 + len(set(better) if ties is Order.DENSE else better)
