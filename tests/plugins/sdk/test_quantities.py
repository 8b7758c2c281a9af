from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from loyalty_sdk import Rounding, by_price, divide, paid_quantity_milli, points_per_quantity
from loyalty_sdk.testing import line, purchase

QUANTITIES = st.lists(st.fractions(0, 10**6, max_denominator=1000), max_size=8)


def test_lines_of_one_price_are_one_group_whatever_their_quantity() -> None:
    lines = purchase(line(200, quantity_milli=2000), line(300), line(50, quantity_milli=500)).lines
    assert [[each.line_id for each in group] for group in by_price(lines)] == [["1", "3"], ["2"]]


def test_what_points_paid_for_is_no_quantity() -> None:
    half = line(3_000, quantity_milli=1000, earning_amount_minor=1_000)
    assert paid_quantity_milli([half, half]) == Fraction(2000, 3)


@given(QUANTITIES, st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(Rounding))
def test_parts_are_what_all_together_give_and_each_is_within_a_point_of_its_own(
    quantities: list[Fraction], points: int, per_quantity_milli: int, rounding: Rounding
) -> None:
    parts = points_per_quantity(quantities, points, per_quantity_milli, rounding)
    total = sum(quantities, Fraction()) * points / per_quantity_milli
    assert sum(parts) == divide(total.numerator, total.denominator, rounding)
    for quantity, part in zip(quantities, parts, strict=True):
        assert abs(part - quantity * points / per_quantity_milli) < 2
