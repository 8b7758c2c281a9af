"""What came of purchases and redemptions afterwards, from nothing but entries as stored.

Written apart from the code that returns, confirms and cancels, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loyalty_chassis.storage.documents import Document

from loyalty_points.store import auditing
from loyalty_points.use_cases.auditing.afterwards import REVERSED, Afterwards, original_id_of
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.whereabouts import whereabouts

Visits = dict[str, Counter[str]]

_LEFT = "household_left"


@dataclass(slots=True)
class RederivedReturns:
    """The originals of an account of which something came."""

    states: Mapping[str, Document] = field(default_factory=dict)
    """What is kept of them, by entry id."""
    originals: dict[str, Afterwards] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Originals of which something may have come in the account of a household."""

    def checks(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of the next entry.

        An original in the journal of a member who was merged into this one is not looked for;
        nor is one of before the member left a household: its journal has what came meanwhile.
        """
        if entry.get("reversal"):
            yield from whereabouts(entry)
        original_id = original_id_of(entry)
        is_own = original_id.rpartition("-")[0] == entry["account_id"]
        if not is_own or original_id in self.elsewhere:
            return
        known = self.originals.get(original_id)
        yield "what is kept of the original", True, known is not None
        if known is not None:
            yield from self._elsewhere(known)
            yield from known.checks(entry)

    def take_in(self, entry: Document, visits: Visits) -> None:
        """Take in an entry that is as it must be."""
        if entry["_id"] in self.states:
            self.originals[entry["_id"]] = Afterwards(entry)
        if known := self.originals.get(original_id_of(entry)):
            known.take_in(entry)
        if entry["kind"] == _LEFT and entry["member_id"] == entry["account_id"]:
            self.elsewhere.update(self.originals)
        if entry["kind"] == REVERSED:
            _take_back_visit(entry, visits)

    def compare(self) -> Iterator[Check]:
        """Yield what must hold of what is kept of originals."""
        for entry_id, state in self.states.items():
            known = self.originals.get(entry_id)
            yield f"original of state {entry_id}", True, known is not None
            if known is not None:
                yield from self._elsewhere(known)
                yield from known.compare(state)

    def _elsewhere(self, known: Afterwards) -> Iterator[Check]:
        """Yield what must hold of what came of it next in other journals; take that in.

        Points that waited may have been settled in the account that they had moved to.
        """
        original_id = known.original["_id"]
        steps = {step["version"]: step for step in self.states[original_id].get("elsewhere", ())}
        while step := steps.get(known.steps + 1):
            account_id, _, sequence = str(step["entry_id"]).rpartition("-")
            entry = auditing.stored_entry(account_id, int(sequence))
            of = original_id_of(entry) if entry else None
            yield f"entry {step['entry_id']} is of the original", original_id, of
            if not entry or of != original_id:
                return
            yield from known.checks(entry)
            known.take_in(entry)


def _take_back_visit(entry: Document, visits: Visits) -> None:
    undone, known = entry["reversal"], visits.get(entry["business_id"])
    if known is None:
        return
    known["net_amount_minor"] -= sum(line["amount_minor"] for line in undone["lines"])
    known["purchase_count"] -= undone["is_complete"]
    if not known["purchase_count"]:
        del visits[entry["business_id"]]
