"""Estimates as digits: no more of them than the ballots carry, and rounded the cautious way."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from surveys.statistics.reading import Comparison, DepartmentReading, Reading, Scale, Worth
from surveys.statistics.verdicts import NotComputable, Side


def written(value: float, digits: int) -> Decimal:
    """As many decimals as the ballots carry.

    >>> written(87.5, 0), written(-0.2, 0), written(4.449, 1)
    (Decimal('88'), Decimal('0'), Decimal('4.4'))
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def unit(scale: Scale) -> str:
    """What a mean is counted in."""
    return "分" if scale.worth is Worth.POINTS else "%"


def limits(found: Comparison, digits: int) -> tuple[Decimal, Decimal]:
    """So written that they leave out 0 exactly where a department is called above or below."""
    away = {Side.ABOVE: (ROUND_CEILING, ROUND_CEILING), Side.BELOW: (ROUND_FLOOR, ROUND_FLOOR)}
    down, up = away.get(found.side, (ROUND_FLOOR, ROUND_CEILING))
    step = Decimal(1).scaleb(-digits)
    low, high = Decimal(str(found.low)), Decimal(str(found.high))
    return low.quantize(step, down) + 0, high.quantize(step, up) + 0


def shown_average(reading: Reading) -> Decimal | None:
    """The average of the departments, as it is written everywhere."""
    if isinstance(reading.average, NotComputable):
        return None
    return written(reading.average, reading.scale.digits)


def shown_mean(
    reading: Reading, found: DepartmentReading
) -> tuple[Decimal, tuple[Decimal, Decimal] | None] | None:
    """A department's mean with its limits, so written that the limits leave out the average
    exactly where the department is called above or below it.
    """
    average, scale = shown_average(reading), reading.scale
    if average is None or isinstance(found.means, NotComputable):
        return None
    side = found.comparison
    if isinstance(side, NotComputable):
        return written(found.means.adjusted, scale.digits), None
    low, high = (average + each for each in limits(side, scale.digits))
    value = min(high, max(low, average + written(side.difference, scale.digits)))
    ends = written(scale.low, scale.digits), written(scale.high, scale.digits)
    return _inside(value, ends), (_inside(low, ends), _inside(high, ends))


def _inside(value: Decimal, ends: tuple[Decimal, Decimal]) -> Decimal:
    return min(ends[1], max(ends[0], value)) + 0
