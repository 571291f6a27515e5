"""How numbers are shown: exactly, in the three ways that are attested."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rules.rounding import show, show_share, show_shares
from surveys.rules.ruleset import Display, Rounding

LARGEST = Rounding.LARGEST_REMAINDER
DIGITS = st.integers(min_value=0, max_value=4)
COUNTS = st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=7).filter(any)


@pytest.mark.parametrize(
    ("text", "digits", "half_up", "truncated"),
    [
        ("725/8", 2, "90.63", "90.62"),
        ("1/200", 2, "0.01", "0.00"),
        ("199/200", 0, "1", "0"),
        ("0", 4, "0.0000", "0.0000"),
        ("100", 0, "100", "100"),
        ("-1/200", 2, "-0.01", "0.00"),
        ("2/3", 4, "0.6667", "0.6666"),
    ],
)
def test_a_half_goes_up_and_truncation_goes_nowhere(
    text: str, digits: int, half_up: str, truncated: str
) -> None:
    value = Fraction(text)
    assert show(value, Display(digits=digits)) == half_up
    assert show(value, Display(mode=Rounding.TRUNCATE, digits=digits)) == truncated


def test_trailing_zeros_are_stripped_only_after_the_point() -> None:
    display = Display(strip_zeros=True)
    shown = [show_share(Fraction(text), display) for text in ("1", "1/4", "1/8", "0", "1/10")]
    assert shown == ["100", "25", "12.5", "0", "10"]
    assert show(Fraction(100), Display(digits=0, strip_zeros=True)) == "100"


@given(st.fractions(min_value=0, max_value=1000, max_denominator=5000), DIGITS)
def test_both_modes_agree_with_decimal_arithmetic(value: Fraction, digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    # 40 digits settle every tie: a fraction of a denominator under 5000 is not that near to one.
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        half_up = exact.quantize(unit, ROUND_HALF_UP)
        down = exact.quantize(unit, ROUND_DOWN)
    assert show(value, Display(digits=digits)) == str(half_up)
    assert show(value, Display(mode=Rounding.TRUNCATE, digits=digits)) == str(down)


@given(COUNTS, DIGITS)
def test_a_whole_column_by_largest_remainder_adds_up_to_exactly_100(
    counts: list[int], digits: int
) -> None:
    shares = [Fraction(count, sum(counts)) for count in counts]
    shown = show_shares(shares, Display(mode=LARGEST, digits=digits))
    assert sum(map(Decimal, shown)) == 100


@given(COUNTS, DIGITS)
def test_largest_remainder_moves_no_share_by_a_whole_unit(counts: list[int], digits: int) -> None:
    shares = [Fraction(count, sum(counts)) for count in counts]
    shown = show_shares(shares, Display(mode=LARGEST, digits=digits))
    for share, text in zip(shares, shown, strict=True):
        assert abs(Fraction(text) - share * 100) < Fraction(1, 10**digits)


@given(COUNTS)
def test_equal_remainders_go_to_the_larger_share_first(counts: list[int]) -> None:
    shares = [Fraction(count, sum(counts)) for count in counts]
    shown = [Fraction(text) for text in show_shares(shares, Display(mode=LARGEST, digits=0))]
    ordered = [text for _, text in sorted(zip(shares, shown, strict=True))]
    assert ordered == sorted(ordered)


def test_a_row_that_does_not_add_up_is_not_made_to() -> None:
    display = Display(mode=LARGEST, digits=0)
    assert show_shares([Fraction(20, 46), Fraction(5, 46)], display) == ("43", "11")


def test_of_equal_remainders_the_larger_share_is_served_first_then_the_earlier() -> None:
    display = Display(mode=LARGEST, digits=0)
    assert show_shares([Fraction(1, 8), Fraction(5, 8), Fraction(1, 4)], display) == (
        "12",
        "63",
        "25",
    )
    assert show_shares([Fraction(1, 8)] * 4 + [Fraction(1, 2)], display)[:4] == (
        "13",
        "13",
        "12",
        "12",
    )
