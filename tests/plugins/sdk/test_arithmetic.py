from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_sdk import (
    INT64_MAX,
    INT64_MIN,
    Rounding,
    apply_rate_bps,
    divide,
    points_per,
    split_by_weight,
)

AMOUNTS = st.integers(INT64_MIN, INT64_MAX)
DIVISORS = st.integers(1, INT64_MAX)
WEIGHTS = st.lists(st.integers(0, INT64_MAX), min_size=1, max_size=50)
ROUNDINGS = st.sampled_from(Rounding)


@pytest.mark.parametrize(
    ("dividend", "rounding", "quotient"),
    [
        (24, Rounding.DOWN, 2),
        (25, Rounding.HALF_UP, 3),
        (24, Rounding.HALF_UP, 2),
        (21, Rounding.UP, 3),
        (20, Rounding.UP, 2),
        (-24, Rounding.DOWN, -2),
        (-25, Rounding.HALF_UP, -3),
        (-21, Rounding.UP, -3),
    ],
)
def test_a_tenth_is_rounded_as_named(dividend: int, rounding: Rounding, quotient: int) -> None:
    assert divide(dividend, 10, rounding) == quotient


@pytest.mark.parametrize("divisor", [0, -1])
def test_a_divisor_must_be_above_zero(divisor: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        divide(1, divisor)


@given(AMOUNTS, DIVISORS, ROUNDINGS)
def test_a_quotient_is_an_int_less_than_one_from_the_exact_one(
    dividend: int, divisor: int, rounding: Rounding
) -> None:
    quotient = divide(dividend, divisor, rounding)
    assert type(quotient) is int
    assert abs(quotient - Fraction(dividend, divisor)) < 1


@given(AMOUNTS, DIVISORS)
def test_half_up_is_never_further_than_a_half(dividend: int, divisor: int) -> None:
    error = divide(dividend, divisor, Rounding.HALF_UP) - Fraction(dividend, divisor)
    assert abs(error) <= Fraction(1, 2)


@given(AMOUNTS, DIVISORS, ROUNDINGS)
def test_a_refund_is_rounded_as_its_sale(dividend: int, divisor: int, rounding: Rounding) -> None:
    assert divide(-dividend, divisor, rounding) == -divide(dividend, divisor, rounding)


@given(AMOUNTS, AMOUNTS, st.integers(0, 10**6), DIVISORS, ROUNDINGS)
def test_more_money_never_brings_fewer_points(
    one: int, other: int, points: int, per_amount: int, rounding: Rounding
) -> None:
    low, high = sorted([one, other])
    assert points_per(low, points, per_amount, rounding) <= points_per(
        high, points, per_amount, rounding
    )


@given(st.integers(-(10**15), 10**15), WEIGHTS)
def test_a_split_adds_up_and_no_part_is_off_by_one(total: int, weights: list[int]) -> None:
    parts = split_by_weight(total, weights)
    assert sum(parts) == total
    assert all(type(part) is int for part in parts)
    whole = sum(weights)
    if whole:
        exact = [Fraction(total * weight, whole) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(st.integers(0, 10**15), WEIGHTS)
def test_a_heavier_part_never_gets_less(total: int, weights: list[int]) -> None:
    by_weight = sorted(zip(weights, split_by_weight(total, weights), strict=True))
    for (light, less), (heavy, more) in pairwise(by_weight):
        assert less <= more or light == heavy


def test_a_split_goes_by_largest_remainder_and_then_to_the_earlier() -> None:
    """style.md §3.3: 10% of 106, 206, 306 and 406 is 102 in all."""
    assert split_by_weight(102, [106, 206, 306, 406]) == (11, 21, 30, 40)
    assert split_by_weight(2, [1, 1, 1]) == (1, 1, 0)
    assert split_by_weight(-2, [1, 1, 1]) == (-1, -1, 0)
    assert split_by_weight(5, [0, 0]) == (3, 2)
    assert split_by_weight(0, []) == ()


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_a_split_needs_weights_of_zero_or_more(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weight(1, weights)


@pytest.mark.parametrize(("amount", "ours", "theirs"), [(100, 10, 10), (47, 4, 5), (32, 3, 3)])
def test_ten_percent_in_whole_units(amount: int, ours: int, theirs: int) -> None:
    """features.md AC-05 a, Open Loyalty: theirs is ours by half_up."""
    assert apply_rate_bps(amount, 1000) == ours
    assert apply_rate_bps(amount, 1000, Rounding.HALF_UP) == theirs


@pytest.mark.parametrize(("award", "each", "at_once"), [(20158, 4032, 4032), (20987, 4198, 4197)])
def test_awards_are_rounded_one_by_one_and_then_added(award: int, each: int, at_once: int) -> None:
    """features.md AC-05 b, Siebel: two awards of 20.158 or 20.987, kept in hundredths."""
    assert 2 * divide(award, 10, Rounding.HALF_UP) == each
    assert divide(2 * award, 10, Rounding.HALF_UP) == at_once


@pytest.mark.parametrize(("award", "down", "half_up"), [(20158, 40, 40), (20987, 40, 42)])
def test_awards_of_whole_points_differ_from_siebel(award: int, down: int, half_up: int) -> None:
    """features.md AC-05 b, Siebel says 40.32 and 41.98; ours are whole (plugins/README.md)."""
    assert 2 * divide(award, 1000) == down
    assert 2 * divide(award, 1000, Rounding.HALF_UP) == half_up
