"""Sums of what parties owe each other: exact, and rounded once for each pair."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.clearing.clearing import OwedPoints, PairTotal, pair_totals, positions
from loyalty_points.domain.programs.transfer_prices import Clearing, PairPrice, TransferPrice

THIRD = Clearing(currency_code="USD", default_price=TransferPrice(points=3, amount_minor=1))
HALF = Clearing(
    currency_code="USD",
    default_price=TransferPrice(points=2, amount_minor=1),
    pair_prices=(
        PairPrice(debtor="hotel", creditor="fuel", price=TransferPrice(points=1, amount_minor=7)),
    ),
)
VERSIONS = {1: THIRD, 2: HALF, 3: None}
parties = st.sampled_from(["hotel", "dining", "fuel", "group"])
owed_by_version = st.dictionaries(
    st.tuples(parties, parties, st.sampled_from([1, 2, 3])),
    st.integers(-(10**12), 10**12),
    max_size=20,
)


def totals(owed: dict[tuple[str, str, int], int]) -> tuple[PairTotal, ...]:
    return pair_totals(Counter(owed), VERSIONS.__getitem__)


def test_a_pair_is_rounded_once_though_its_parts_would_each_be_nothing() -> None:
    parts = {("hotel", "fuel", 1): 1, ("hotel", "fuel", 3): 10}
    assert totals(parts) == (PairTotal("hotel", "fuel", 11, 0),)
    whole = {("hotel", "dining", 1): 1, ("hotel", "dining", 2): 1}  # 1/3 and 1/2
    assert totals(whole) == (PairTotal("hotel", "dining", 2, 1),)


@pytest.mark.parametrize(("points", "amount"), [(1, 1), (-1, -1), (3, 2), (-3, -2), (2, 1)])
def test_half_a_unit_goes_away_from_zero(points: int, amount: int) -> None:
    assert totals({("hotel", "dining", 2): points})[0].amount_minor == amount


def test_a_pair_may_have_a_price_of_its_own_in_one_direction() -> None:
    found = totals({("hotel", "fuel", 2): 10, ("fuel", "hotel", 2): 10})
    assert {(pair.debtor, pair.amount_minor) for pair in found} == {("hotel", 70), ("fuel", 5)}


def test_points_that_were_taken_back_at_another_price_still_leave_money() -> None:
    found = totals({("hotel", "fuel", 1): 30, ("hotel", "fuel", 2): -30})
    assert found == (PairTotal("hotel", "fuel", 0, 10 - 210),)


@given(owed_by_version)
def test_sums_are_those_of_a_plain_reckoning_and_positions_add_up_to_zero(
    owed: dict[tuple[str, str, int], int],
) -> None:
    found = totals(owed)
    for pair in found:
        exact = Fraction(0)
        for (debtor, creditor, version), points in owed.items():
            clearing = VERSIONS[version]
            if (debtor, creditor) == (pair.debtor, pair.creditor) and clearing is not None:
                special = version == 2 and (debtor, creditor) == ("hotel", "fuel")
                exact += points * (7 if special else Fraction(1, {1: 3, 2: 2}[version]))
        assert abs(pair.amount_minor - exact) <= Fraction(1, 2)
        assert pair.amount_minor * exact >= 0
    told = positions(found)
    assert sum(each.points for each in told) == sum(each.amount_minor for each in told) == 0
    reverse: OwedPoints = Counter({key: -points for key, points in owed.items()})
    mirrored = pair_totals(reverse, VERSIONS.__getitem__)
    assert [-pair.amount_minor for pair in mirrored] == [pair.amount_minor for pair in found]
