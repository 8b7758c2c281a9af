"""Points that expired, or were written off, by who had funded them."""

from __future__ import annotations

from collections import Counter

from loyalty_chassis.storage.documents import Document

_BREAKAGE = "breakage:"


def add_breakage(totals: Counter[str], entry: Document) -> None:
    """Add what expired or was written off by an entry as stored, by funder."""
    for posting in entry["postings"]:
        if posting["ledger_account"].startswith(_BREAKAGE):
            totals[posting["ledger_account"].removeprefix(_BREAKAGE)] += posting["points"]
