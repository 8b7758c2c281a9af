"""What an account must hold, from nothing but its entries as stored.

Written apart from the code that writes accounts, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from loyalty_chassis.storage.fields import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what is stored is not what the journal says."""

    account_id: str
    sequence: int
    subject: str
    expected: str
    actual: str


@dataclass(slots=True)
class Replayed:
    """An account, as its entries so far add up."""

    account_id: str
    sequence: int = 0
    head: str = ""
    lots: dict[str, Document] = field(default_factory=dict)
    debt: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    """Postings added up by ledger account; qualifying ones are marked so."""

    def add(self, entry: Document, link: str) -> Difference | None:
        """Take in the next entry; return what is wrong with it, if anything.

        `link` is the entry's chain hash, computed from its content.
        """
        expected_sequence = self.sequence + 1
        checks = (
            ("sequence", expected_sequence, entry["sequence"]),
            ("previous_hash", self.head, entry["previous_hash"]),
            ("chain_hash", link, entry["chain_hash"]),
            *self._sums(entry),
        )
        for subject, expected, actual in checks:
            if expected != actual:
                return self._difference(expected_sequence, subject, expected, actual)
        self.sequence, self.head = expected_sequence, link
        for change in entry["lot_changes"]:
            self._change_lot(change)
        for change in entry["debt_changes"]:
            self.debt[change["funder"]] += change["points"]
        for posting in entry["postings"]:
            self.totals[_ledger_account(posting)] += posting["points"]
        return self._negative()

    def _sums(self, entry: Document) -> list[tuple[str, object, object]]:
        """Return what must be equal within one entry."""
        postings = entry["postings"]
        moved = sum(change["points"] for change in entry["lot_changes"])
        member = f"member:{self.account_id}"
        return [
            *(
                (f"sum of {currency} postings", 0, _sum(postings, currency))
                for currency in ("spendable", "qualifying")
            ),
            ("posting to the member", moved, _sum(postings, "spendable", member)),
            ("awards", entry["earned_points"], sum(a["points"] for a in entry["awards"])),
        ]

    def _change_lot(self, change: Document) -> None:
        lot = self.lots.setdefault(change["lot_id"], {"points": 0, "since_ms": change["since_ms"]})
        lot["points"] += change["points"]
        lot["since_ms"] = min(lot["since_ms"], change["since_ms"])
        if not lot["points"]:
            del self.lots[change["lot_id"]]

    def _negative(self) -> Difference | None:
        for lot_id, lot in self.lots.items():
            if lot["points"] < 0:
                return self._difference(
                    self.sequence, f"lot {lot_id}", "zero or more", lot["points"]
                )
        return None

    def _difference(
        self, sequence: int, subject: str, expected: object, actual: object
    ) -> Difference:
        return Difference(self.account_id, sequence, subject, str(expected), str(actual))


def compare(stored: Document, replayed: Replayed) -> Difference | None:
    """Return the first difference between an account as stored and as replayed."""
    owed = {funder: points for funder, points in replayed.debt.items() if points}
    checks: list[tuple[str, object, object]] = [
        ("sequence", replayed.sequence, stored["sequence"]),
        ("chain_head", replayed.head, stored["chain_head"]),
        *(
            (f"lot {lot_id}", replayed.lots.get(lot_id), stored["lots"].get(lot_id))
            for lot_id in sorted({*replayed.lots, *stored["lots"]})
        ),
        ("debt", owed, dict(stored["debt"])),
    ]
    for subject, expected, actual in checks:
        if expected != actual:
            return Difference(replayed.account_id, 0, subject, str(expected), str(actual))
    return None


def _sum(postings: list[Document], currency: str, ledger_account: str = "") -> int:
    return sum(
        posting["points"]
        for posting in postings
        if posting["currency"] == currency
        and (not ledger_account or posting["ledger_account"] == ledger_account)
    )


def _ledger_account(posting: Document) -> str:
    """Return the name to add a posting up under: all members together."""
    name: str = posting["ledger_account"]
    kind = name.partition(":")[0]
    shown = kind if kind in ("member", "debt") else name
    return f"qualifying {shown}" if posting["currency"] == "qualifying" else shown
