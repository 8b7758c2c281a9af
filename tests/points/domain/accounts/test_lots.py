"""Lots: which points are one, and from when until when they can be spent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loyalty_points.domain.accounts.lots import Lot, LotKey, spending_order

NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=32)
INSTANTS = st.integers(0, 2**53)


@given(NAMES, INSTANTS, INSTANTS, NAMES)
def test_a_lots_id_says_what_makes_it_one(
    funder: str, activate_ms: int, expire_ms: int, earner: str
) -> None:
    key = LotKey(funder, activate_ms, expire_ms, earner)
    assert LotKey.parse(key.lot_id) == key
    lot = Lot.open(key.lot_id, 1, 0)
    assert lot.activate_ms == activate_ms
    assert lot.expire_ms == (expire_ms or 2**63 - 1)


@pytest.mark.parametrize(
    ("now_ms", "state"),
    [(9, "pending"), (10, "spendable"), (19, "spendable"), (20, "due"), (21, "due")],
)
def test_a_lot_is_active_from_its_activation_until_before_its_expiry(
    now_ms: int, state: str
) -> None:
    lot = Lot.open(LotKey("hotel", 10, 20, "M").lot_id, 5, 0)
    states = {
        "pending": lot.is_pending(now_ms),
        "spendable": lot.is_spendable(now_ms),
        "due": lot.is_due(now_ms),
    }
    assert [name for name, holds in states.items() if holds] == [state]


def test_a_lot_without_expiry_never_ends() -> None:
    lot = Lot.open(LotKey("hotel", 0, 0, "M").lot_id, 5, 0)
    assert lot.is_spendable(2**62)


def test_lots_are_spent_by_expiry_then_age_then_name_and_never_expiring_last() -> None:
    def lot(name: str, expire_ms: int, since_ms: int) -> Lot:
        return Lot.open(LotKey(name, 0, expire_ms, "M").lot_id, 1, since_ms)

    in_order = [
        lot("soon-old", 10, 1),
        lot("soon-young", 10, 2),
        lot("later-a", 20, 1),
        lot("later-b", 20, 1),
        lot("never-old", 0, 0),
        lot("never-young", 0, 3),
    ]
    backwards = in_order[::-1]
    assert sorted(backwards, key=spending_order) == in_order
