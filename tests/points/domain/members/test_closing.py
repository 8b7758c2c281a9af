"""What is left of an account when its member leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from loyalty_points.domain.accounts.account import Account, DebtChange
from loyalty_points.domain.accounts.holds import Hold, LotPart
from loyalty_points.domain.accounts.lots import AWAITING_MS, Lot, LotKey
from loyalty_points.domain.journal.postings import balanced_postings
from loyalty_points.domain.members.closing import close_account

NOW_MS = 1_000_000
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def lot_id(funder: str, activate_ms: int = 0, expire_ms: int = 0) -> str:
    return LotKey(funder, activate_ms, expire_ms, "M").lot_id


def account(lots: Mapping[str, int], debt: Mapping[str, int]) -> Account:
    opened = {name: Lot.open(name, points, 5) for name, points in lots.items()}
    return Account("M", 1, 1, "", NOON, opened, dict(debt))


def legs(account_id: str, closed: object) -> dict[str, int]:
    flows = closed.flows()  # type: ignore[attr-defined]
    return {each.ledger_account: each.points for each in balanced_postings(account_id, flows)}


def test_points_active_pending_and_due_are_the_gain_of_their_funders() -> None:
    lots = {
        lot_id("retail"): 10,
        lot_id("hotel", activate_ms=AWAITING_MS): 5,
        lot_id("hotel", expire_ms=NOW_MS): 3,
    }
    left = account(lots, {})
    closed = close_account(left, NOW_MS)
    assert (left.lots, left.debt) == ({}, {})
    assert legs("M", closed) == {"member:M": -18, "breakage:retail": 10, "breakage:hotel": 8}


def test_debt_is_repaid_first_and_the_rest_is_borne_by_who_is_owed() -> None:
    left = account({lot_id("retail"): 10, lot_id("fuel", AWAITING_MS): 4}, {"hotel": 25})
    closed = close_account(left, NOW_MS)
    assert closed.debt_changes == (
        DebtChange("hotel", "retail", -10),
        DebtChange("hotel", "", -15),
    )
    assert legs("M", closed) == {
        "member:M": -14,
        "debt:M": 25,
        "breakage:fuel": 4,
        "issued:hotel": -15,
    }


def test_held_points_are_released_and_go_the_same_way() -> None:
    left = account({lot_id("retail"): 10}, {"hotel": 4})
    hold = Hold("H", "M", "hotel", "1", NOW_MS + 1, (LotPart(lot_id("retail"), 10),))
    left.holds = {"H": hold}
    closed = close_account(left, NOW_MS)
    assert (closed.holds, left.holds) == ((hold,), {})
    assert legs("M", closed) == {"member:M": -10, "debt:M": 4, "breakage:retail": 6}


def test_an_empty_account_needs_no_legs() -> None:
    assert legs("M", close_account(account({}, {}), NOW_MS)) == {}
