"""What an audit checks of closed periods: totals, heads, and their own signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.clearing.clearing import ClosedPeriod
from loyalty_points.store import auditing, closes
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.rederive import Difference, Rederived, first_wrong
from loyalty_points.use_cases.auditing.rederive_closes import ClosedSums, Head, RederivedCloses
from loyalty_points.use_cases.clearing.clearing_periods import clearing_of
from loyalty_points.use_cases.parts import Parts


@dataclass(slots=True)
class ClosesAudit:
    """The closed periods, and what the accounts audited so far add up to in them."""

    closed: list[ClosedPeriod]
    total: RederivedCloses
    _chunks: dict[int, Document] = field(default_factory=dict)
    """The document of heads read last, by place of the period."""

    fault: Difference | None = None
    """What cannot be read as a closed period."""

    @classmethod
    def read(cls) -> ClosesAudit:
        """Return the periods as stored; none where one is no period any more."""
        try:
            closed = [closes.close_from_document(document) for document in auditing.stored_closes()]
            spans = [(each.start_time, each.end_time) for each in closed]
        except (ValueError, TypeError, LookupError) as error:
            fault = Difference("", 0, "form of closes", "as declared", repr(error))
            return cls([], RederivedCloses(), fault=fault)
        return cls(closed, RederivedCloses(spans))

    def of_account(self) -> RederivedCloses:
        """Return what one account's entries are added up in."""
        return RederivedCloses(self.total.spans)

    def heads_checks(self, parts: Parts, rederived: Rederived) -> Iterator[Check]:
        """Yield what must hold of where an account stood when each period was closed."""
        account_id, mine = rederived.account_id, rederived.closes
        for place, closed in enumerate(self.closed):
            chunk = self._chunk(place, closed.heads_id, account_id)
            if chunk is not None:
                signed = closes.chunk_hash(chunk, parts.journal_key)
                yield f"heads of close {closed.period}", signed, chunk["chunk_hash"]
            stored = _head_in(chunk, account_id)
            yield f"head at close {closed.period}", stored, mine.heads.get(place)

    def _chunk(self, place: int, heads_id: str, account_id: str) -> Document | None:
        known = self._chunks.get(place)
        if known and known["first_account_id"] <= account_id <= known["last_account_id"]:
            return known
        found = closes.find_heads(heads_id, account_id)
        if found is not None:
            self._chunks[place] = found
        return found

    def difference(self, parts: Parts) -> Difference | None:
        """Return the first close that is not what all accounts add up to."""
        previous, breakage = "", Counter[str]()
        if self.fault:
            return self.fault
        for place, closed in enumerate(self.closed):
            sums = self.total.sums.get(place, ClosedSums())
            breakage.update(sums.breakage)
            checks = _close_checks(parts, closed, sums, breakage, (place + 1, previous))
            if wrong := first_wrong("", closed.number, checks):
                return wrong
            previous = closed.close_hash
        return None


def _head_in(chunk: Document | None, account_id: str) -> Head | None:
    for head in chunk["heads"] if chunk else ():
        if head["account_id"] == account_id:
            return head["sequence"], head["chain_hash"]
    return None


def _close_checks(
    parts: Parts,
    closed: ClosedPeriod,
    sums: ClosedSums,
    breakage: Counter[str],
    link: tuple[int, str],
) -> Iterator[Check]:
    """Yield what must hold of a close; `link` is its number and the hash before it."""
    name = f"close {closed.period}"
    yield f"{name}: number and previous_hash", link, (closed.number, closed.previous_hash)
    signed = closes.sign_close(closed, parts.journal_key).close_hash
    yield f"{name}: close_hash", signed, closed.close_hash
    yield f"{name}: entry_count", sums.entry_count, closed.entry_count
    yield f"{name}: account_count", sums.account_count, closed.account_count
    said = {(pair.debtor, pair.creditor): (pair.points, pair.amount_minor) for pair in closed.pairs}
    yield f"{name}: pairs", _pairs(parts, sums), said
    yield f"{name}: breakage", +breakage, +Counter(closed.breakage)


def _pairs(parts: Parts, sums: ClosedSums) -> dict[tuple[str, str], tuple[int, int]]:
    """Return points and amount by debtor and creditor; half a unit goes away from zero."""
    points: Counter[tuple[str, str]] = Counter()
    amounts: dict[tuple[str, str], Fraction] = {}
    for (debtor, creditor, version), count in sums.owed.items():
        clearing = clearing_of(parts, version)
        rate = clearing.per_point(debtor, creditor) if clearing else Fraction(0)
        pair = (debtor, creditor)
        points[pair] += count
        amounts[pair] = amounts.get(pair, Fraction(0)) + rate * count
    half = Fraction(1, 2)
    return {
        pair: (points[pair], int(amount + half) if amount >= 0 else -int(half - amount))
        for pair, amount in amounts.items()
        if points[pair] or amount
    }
