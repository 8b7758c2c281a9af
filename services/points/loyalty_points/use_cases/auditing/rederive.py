"""What an account must hold, from nothing but its entries as stored.

Written apart from the code that writes accounts, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import AWAITING_MS, LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.expected_postings import expected_postings
from loyalty_points.use_cases.auditing.rederive_by_hand import by_hand_checks
from loyalty_points.use_cases.auditing.rederive_closes import RederivedCloses
from loyalty_points.use_cases.auditing.rederive_ends import RederivedEnds
from loyalty_points.use_cases.auditing.rederive_holds import RederivedHolds
from loyalty_points.use_cases.auditing.rederive_owed import owed_checks
from loyalty_points.use_cases.auditing.rederive_returns import RederivedReturns
from loyalty_points.use_cases.auditing.rederive_tiers import RederivedTiers
from loyalty_points.use_cases.auditing.transits import Transits

_NOTHING_UNDONE: Document = {"clawed_back_points": 0, "restored_points": 0, "awards": ()}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what is stored is not what the journal says."""

    account_id: str
    sequence: int
    subject: str
    expected: str
    actual: str


@dataclass(slots=True)
class Rederived:
    """An account, as its entries so far add up."""

    account_id: str
    sequence: int = 0
    head: str = ""
    record_time: datetime | None = None
    lots: dict[str, Document] = field(default_factory=dict)
    debt: Counter[str] = field(default_factory=Counter)
    holds: RederivedHolds = field(default_factory=RederivedHolds)
    totals: Counter[str] = field(default_factory=Counter)
    """Postings added up by ledger account; qualifying ones are marked so."""
    ends: RederivedEnds = field(init=False)
    tiers: RederivedTiers = field(init=False)
    transits: Transits = field(default_factory=Transits)
    returns: RederivedReturns = field(default_factory=RederivedReturns)
    closes: RederivedCloses = field(default_factory=RederivedCloses)

    def __post_init__(self) -> None:
        """Begin with the account's own member."""
        self.ends = RederivedEnds(self.account_id)
        self.tiers = RederivedTiers(self.account_id)

    def add(self, entry: Document, link: str, seen_hash: str) -> Difference | None:
        """Take in the next entry; return what is wrong with it, if anything.

        `link` is the entry's chain hash and `seen_hash` that of what rules saw, both
        computed from its content.
        """
        sequence = self.sequence + 1
        checks = self._checks(entry, link, seen_hash)
        if wrong := first_wrong(self.account_id, sequence, checks):
            return wrong
        self.sequence, self.head, self.record_time = sequence, link, entry["record_time"]
        self._take_in(entry)
        return first_wrong(self.account_id, sequence, self._after(entry))

    def _checks(self, entry: Document, link: str, seen_hash: str) -> Iterator[Check]:
        """Yield what must hold of the next entry: its signature first, then its content."""
        yield "sequence", self.sequence + 1, entry["sequence"]
        yield "previous_hash", self.head, entry.get("previous_hash")
        yield "chain_hash", link, entry.get("chain_hash")
        yield from self.ends.checks(entry, seen_hash)
        yield from self.tiers.checks(entry)
        yield from _sums(entry, self.account_id)
        yield from self.holds.checks(entry, self.lots)
        yield from self.returns.checks(entry)
        yield from by_hand_checks(entry)
        yield from owed_checks(entry)
        if self.record_time and entry["record_time"] < self.record_time:
            yield "record_time", f"{self.record_time} or later", entry["record_time"]

    def _take_in(self, entry: Document) -> None:
        for change in entry["lot_changes"]:
            self._change_lot(change)
        for change in entry["debt_changes"]:
            self.debt[change["funder"]] += change["points"]
        for posting in entry["postings"]:
            self.totals[_shown(posting)] += posting["points"]
        self.transits.take_in(entry)
        self.closes.take_in(entry)
        self.holds.take_in(entry)
        self.ends.take_in(entry)
        self.tiers.take_in(entry)
        person = self.ends.person(entry)
        if purchase := entry["purchase"]:
            visits = person.visits.setdefault(purchase["business_id"], Counter())
            visits["purchase_count"] += 1
            visits["net_amount_minor"] += purchase["total_amount_minor"]
        self.returns.take_in(entry, person.visits)

    def _change_lot(self, change: Document) -> None:
        lot = self.lots.setdefault(change["lot_id"], {"points": 0, "since_ms": change["since_ms"]})
        lot["points"] += change["points"]
        lot["since_ms"] = min(lot["since_ms"], change["since_ms"])
        if not lot["points"]:
            del self.lots[change["lot_id"]]

    def _after(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold once the entry is taken in."""
        for lot_id, lot in self.lots.items():
            if lot["points"] < 0:
                yield f"lot {lot_id}", "zero or more", lot["points"]
        for lot_id, held in self.holds.held(to_ms(entry["record_time"])).items():
            if held > (there := self.lots.get(lot_id, {"points": 0})["points"]):
                yield f"held of lot {lot_id}", f"{there} or less", held
        if self.ends.is_over:
            yield "left in the account", (0, 0), (len(self.lots), sum(self.debt.values()))
        moved = sum(change["points"] for change in entry["lot_changes"])
        moved -= sum(change["points"] for change in entry["debt_changes"])
        yield "moved_points", moved, entry["moved_points"]
        total = sum(lot["points"] for lot in self.lots.values()) - sum(self.debt.values())
        yield "total_points", total, entry["total_points"]
        yield "balance_after", self._balance(to_ms(entry["record_time"])), entry["balance_after"]

    @property
    def next_due_ms(self) -> int:
        """When something happens next by itself: a lot's activation or expiry, a hold's end."""
        held, instants = self.holds.held_or_lapsed(), self.holds.deadlines()
        for lot_id, lot in self.lots.items():
            key = LotKey.parse(lot_id)
            instants.append(key.activate_ms or AWAITING_MS)
            if key.expire_ms and lot["points"] > held[lot_id]:
                instants.append(key.expire_ms)
        return min(instants, default=AWAITING_MS)

    def _balance(self, now_ms: int) -> Document:
        spendable = pending = due = 0
        held = self.holds.held(now_ms)
        for lot_id, lot in self.lots.items():
            key, free = LotKey.parse(lot_id), lot["points"] - held[lot_id]
            if key.expire_ms and key.expire_ms <= now_ms:
                due += free
            elif key.activate_ms > now_ms:
                pending += free
            else:
                spendable += free
        debt = sum(self.debt.values())
        return {
            "available_points": max(0, spendable - debt),
            "pending_points": pending,
            "held_points": held.total(),
            "debt_points": debt,
            "due_points": due,
        }


def compare(account: Document, rederived: Rederived) -> Difference | None:
    """Return the first difference between what is stored and what the entries say."""
    owed = {funder: points for funder, points in rederived.debt.items() if points}
    lots, kept = rederived.lots, account["lots"]
    checks: list[Check] = [
        ("sequence", rederived.sequence, account["sequence"]),
        ("chain_head", rederived.head, account["chain_head"]),
        ("record_time", rederived.record_time, account["record_time"]),
        *((f"lot {name}", lots.get(name), kept.get(name)) for name in {**lots, **kept}),
        ("debt", owed, dict(account["debt"])),
        ("holds", rederived.holds.holds, account.get("holds", {})),
        ("next_due_ms", rederived.next_due_ms, account.get("next_due_ms")),
    ]
    if rederived.ends.is_told and not rederived.ends.is_over:
        # Else it is, or was, another account that answers for this one.
        checks += rederived.returns.compare()
    return first_wrong(rederived.account_id, 0, checks)


def first_wrong(account_id: str, sequence: int, checks: Iterable[Check]) -> Difference | None:
    """Return the first check that fails."""
    for subject, expected, actual in checks:
        if expected != actual:
            return Difference(account_id, sequence, subject, str(expected), str(actual))
    return None


def _sums(entry: Document, account_id: str) -> Iterator[Check]:
    """Yield what must be equal within one entry."""
    postings = _postings(entry)
    awards, burn = entry["awards"], entry["burn"] or {"points": 0, "lines_paid": []}
    undone = entry.get("reversal") or _NOTHING_UNDONE
    for currency in ("spendable", "qualifying"):
        legs = (points for (_, held_in), points in postings.items() if held_in == currency)
        yield f"sum of {currency} postings", 0, sum(legs)
    earned = sum(award["points"] for award in awards) - undone["clawed_back_points"]
    yield "earned_points", earned, entry["earned_points"]
    yield "burned_points", burn["points"] - undone["restored_points"], entry["burned_points"]
    qualifying = sum(award["qualifying_points"] for award in awards)
    qualifying -= sum(award["qualifying_points"] for award in undone["awards"])
    yield "qualifying_points", qualifying, entry["qualifying_points"]
    taken_back = sum(award["points"] for award in undone["awards"])
    yield "points taken back", taken_back, undone["clawed_back_points"]
    for award in awards if entry["purchase"] else ():
        yield f"lines of {award['rule_id']}", award["points"], sum(award["line_points"])
    if burn["lines_paid"]:
        paid = sum(part["points"] for part in burn["lines_paid"])
        yield "lines of the burn", burn["points"], paid
    expected = expected_postings(entry, account_id)
    yield "postings", expected, {leg: points for leg, points in postings.items() if points}


def _postings(entry: Document) -> Counter[tuple[str, str]]:
    legs: Counter[tuple[str, str]] = Counter()
    for posting in entry["postings"]:
        legs[posting["ledger_account"], posting["currency"]] += posting["points"]
    return legs


def _shown(posting: Document) -> str:
    """Return the name to add a posting up under: all members together, all transfers too."""
    name: str = posting["ledger_account"]
    kind = name.partition(":")[0]
    shown = kind if kind in ("member", "debt", "transit") else name
    return f"qualifying {shown}" if posting["currency"] == "qualifying" else shown
