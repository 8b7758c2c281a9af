"""The legs that an entry must have, from what else it says. Written apart from what makes them."""

from __future__ import annotations

from collections import Counter

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import LotKey

Leg = tuple[str, str]
"""Ledger account and currency."""

SPENDABLE, QUALIFYING = "spendable", "qualifying"
_IN_TRANSIT = {
    "transfer_sent": "transfer_points",
    "transfer_received": "transfer_points",
    "member_merged_away": "merge_members",
    "member_merged_in": "merge_members",
    "household_joined": "join_household",
    "household_left": "leave_household",
}
"""The operation whose entries balance each other, by kind of entry."""


def expected_postings(entry: Document, account_id: str) -> dict[Leg, int]:
    """Return the legs of an entry, those of no points left out."""
    legs: Counter[Leg] = Counter()
    moved = sum(change["points"] for change in entry["lot_changes"])
    owed = sum(change["points"] for change in entry["debt_changes"])
    legs[f"member:{account_id}", SPENDABLE] = moved
    legs[f"debt:{account_id}", SPENDABLE] = -owed
    legs[f"member:{account_id}", QUALIFYING] = entry["qualifying_points"]
    legs[f"redeemed:{entry['business_id']}", SPENDABLE] = entry["burned_points"]
    _add_awards(legs, entry)
    _add_reversal(legs, entry)
    _add_by_hand(legs, entry)
    if entry["kind"] == "points_expired":
        for change in entry["lot_changes"]:
            funder = LotKey.parse(change["lot_id"]).funder
            legs[f"breakage:{funder}", SPENDABLE] -= change["points"]
    if entry["kind"] == "member_closed":
        _add_close(legs, entry)
    return {leg: points for leg, points in legs.items() if points}


def _add_close(legs: Counter[Leg], entry: Document) -> None:
    """Add what was written off: of points what repaid no debt, of debt what nobody paid."""
    for change in entry["lot_changes"]:
        legs[f"breakage:{LotKey.parse(change['lot_id']).funder}", SPENDABLE] -= change["points"]
    for change in entry["debt_changes"]:
        payer = change["payer"]
        against = f"breakage:{payer}" if payer else f"issued:{change['funder']}"
        legs[against, SPENDABLE] += change["points"]


def _add_awards(legs: Counter[Leg], entry: Document) -> None:
    for award in entry["awards"]:
        legs[f"issued:{award['funder']}", SPENDABLE] -= award["points"]
        legs[f"issued:{award['funder']}", QUALIFYING] -= award["qualifying_points"]


def _add_reversal(legs: Counter[Leg], entry: Document) -> None:
    for award in (entry.get("reversal") or {"awards": ()})["awards"]:
        legs[f"issued:{award['funder']}", SPENDABLE] += award["points"]
        legs[f"issued:{award['funder']}", QUALIFYING] += award["qualifying_points"]


def _add_by_hand(legs: Counter[Leg], entry: Document) -> None:
    """Add what transfers, merges, adjustments and opening balances moved, and where from or to."""
    kind, moved = entry["kind"], sum(change["points"] for change in entry["lot_changes"])
    moved -= sum(change["points"] for change in entry["debt_changes"])
    if operation := _IN_TRANSIT.get(kind):
        request = f"{entry['client_id']}|{operation}|{entry['request_id']}"
        legs[f"transit:{request}", SPENDABLE] -= moved
    elif kind == "adjustment":
        legs[f"issued:{entry['business_id']}", SPENDABLE] -= moved
    elif kind == "opening_balance":
        for change in entry["lot_changes"]:
            funder = LotKey.parse(change["lot_id"]).funder
            legs[f"issued:{funder}", SPENDABLE] -= change["points"]
        for change in entry["debt_changes"]:
            legs[f"issued:{change['payer']}", SPENDABLE] += change["points"]
