"""The legs that an entry must have, from what else it says. Written apart from what makes them."""

from __future__ import annotations

from collections import Counter

from loyalty_chassis.storage.fields import Document

from loyalty_points.domain.lots import LotKey

Leg = tuple[str, str]
"""Ledger account and currency."""

SPENDABLE, QUALIFYING = "spendable", "qualifying"


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
    if entry["kind"] == "points_expired":
        for change in entry["lot_changes"]:
            funder = LotKey.parse(change["lot_id"]).funder
            legs[f"breakage:{funder}", SPENDABLE] -= change["points"]
    return {leg: points for leg, points in legs.items() if points}


def _add_awards(legs: Counter[Leg], entry: Document) -> None:
    for award in entry["awards"]:
        legs[f"issued:{award['funder']}", SPENDABLE] -= award["points"]
        legs[f"issued:{award['funder']}", QUALIFYING] -= award["qualifying_points"]


def _add_reversal(legs: Counter[Leg], entry: Document) -> None:
    for award in (entry.get("reversal") or {"awards": ()})["awards"]:
        legs[f"issued:{award['funder']}", SPENDABLE] += award["points"]
        legs[f"issued:{award['funder']}", QUALIFYING] += award["qualifying_points"]
