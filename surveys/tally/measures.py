"""A distribution of exact values becomes mean and quantiles; counts become rates. No float."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from surveys.keys import OptionKey
from surveys.tally.poll_tally import RankingTally


def rate(number: int, base: int) -> Fraction | None:
    """A share; of nobody there is none.

    >>> rate(3, 4), rate(0, 0)
    (Fraction(3, 4), None)
    """
    return Fraction(number, base) if base else None


def mean(counts: Mapping[str, int]) -> Fraction | None:
    """The mean of values told as fractions in lowest terms.

    >>> mean({"1": 1, "5/2": 2})
    Fraction(2, 1)
    """
    total = sum((Fraction(value) * number for value, number in counts.items()), Fraction())
    number = sum(counts.values())
    return total / number if number else None


def quantile(counts: Mapping[str, int], share: Fraction) -> Fraction | None:
    """The least value that this share of the answers does not exceed; halfway between two where
    the share falls between them (Hyndman and Fan, definition 2).

    >>> quantile({"1": 2, "2": 1, "4": 1}, Fraction(1, 2))
    Fraction(3, 2)
    """
    ordered = sorted((Fraction(value), number) for value, number in counts.items() if number)
    if not ordered:
        return None
    at = share * sum(number for _, number in ordered)
    return (_reaching(ordered, at, beyond=False) + _reaching(ordered, at, beyond=True)) / 2


def _reaching(ordered: Sequence[tuple[Fraction, int]], at: Fraction, *, beyond: bool) -> Fraction:
    passed = 0
    for value, number in ordered:
        passed += number
        if passed > at or (passed == at and not beyond):
            return value
    return ordered[-1][0]


def median(counts: Mapping[str, int]) -> Fraction | None:
    """The middle value."""
    return quantile(counts, Fraction(1, 2))


def firsts(tally: RankingTally) -> dict[OptionKey, int]:
    """How often each option was put first."""
    return {option: places[0] if places else 0 for option, places in tally.places.items()}


def mean_ranks(tally: RankingTally) -> dict[OptionKey, Fraction | None]:
    """The mean place of each option among those who placed it at all; 1 is best."""
    return {
        option: mean({str(place): number for place, number in enumerate(places, start=1)})
        for option, places in tally.places.items()
    }
