"""One purchase or redemption, and what came of it, from nothing but entries as stored.

Written apart from the code that returns, confirms and cancels, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import AWAITING_MS, LotKey
from loyalty_points.use_cases.auditing.checks import Check

REVERSED, REDEMPTION_REVERSED = "purchase_reversed", "redemption_reversed"
CONFIRMED, CANCELLED = "purchase_confirmed", "pending_cancelled"
_KINDS = ("points", "qualifying_points")


@dataclass(frozen=True, slots=True)
class Part:
    """How far one return went with one line, of its basis."""

    before: int
    after: int
    basis: int

    @classmethod
    def of(cls, line: Document, before: int, told: Document) -> Part:
        """Return the part that an entry tells of."""
        return cls(before, told["returned"], _basis(line))

    def taken(self, component: int) -> int:
        """Return what goes with it of a component of the line."""
        return component * self.after // self.basis - component * self.before // self.basis


@dataclass(slots=True)
class Afterwards:
    """One original, and what its account's entries say came of it so far."""

    original: Document
    steps: int = 0
    returned: Counter[str] = field(default_factory=Counter)
    """By line id, of the line's basis; under "" points of a redemption."""
    quantities: Counter[str] = field(default_factory=Counter)
    cancelled: set[int] = field(default_factory=set)
    confirmed: set[int] = field(default_factory=set)

    def returning(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of the return of a purchase."""
        undone, points = entry["reversal"], 0
        awards: Counter[tuple[int, str]] = Counter()
        after = Counter(self.returned)
        told = {line["line_id"]: line for line in undone["lines"]}
        for place, line in enumerate(self.original["purchase"]["lines"]):
            if line["line_id"] in told:
                part = Part.of(line, self.returned[line["line_id"]], told[line["line_id"]])
                yield from self._line(place, line, part, told.pop(line["line_id"]))
                after[line["line_id"]] = part.after
                points += part.taken(self._paid_points(place))
                for index, award in enumerate(self.original["awards"]):
                    for name in () if index in self.cancelled else _KINDS:
                        awards[index, name] += part.taken(award[f"line_{name}"][place])
        yield "lines returned that were not bought", {}, told
        yield "points restored", points, undone["restored_points"]
        yield "awards taken back", +awards, +_awards(undone)
        yield "nothing left", self._is_complete(after), undone["is_complete"]
        yield "currency", self.original["purchase"]["currency_code"], undone["currency_code"]

    def _line(self, place: int, line: Document, part: Part, told: Document) -> Iterator[Check]:
        name = f"line {line['line_id']}"
        yield f"returned of {name}", True, part.before <= part.after <= part.basis
        quantity = self.quantities[line["line_id"]] + told["quantity_milli"]
        yield f"returned quantity of {name}", quantity, told["returned_quantity_milli"]
        amount = part.taken(line["net_amount_minor"])
        yield f"amount of {name}", amount, told["amount_minor"]
        paid = (self.original["burn"] or {}).get("line_amounts_minor")
        paid_amount = part.taken(paid[place]) if paid else 0
        yield f"amount paid of {name}", paid_amount, told["paid_amount_minor"]

    def giving_back(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of the reversal of a redemption."""
        undone = entry["reversal"]
        taken = self.original["burned_points"]
        back = self.returned[""] + undone["restored_points"]
        yield "points given back", True, undone["restored_points"] > 0 and back <= taken
        yield "nothing left", back == taken, undone["is_complete"]
        yield "currency", "", undone["currency_code"]

    def cancelling(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of a cancellation."""
        told = _awards(entry["reversal"])
        yield "nothing left", False, entry["reversal"]["is_complete"]
        yield "currency", "", entry["reversal"]["currency_code"]
        for index in {index for index, _ in told}:
            yield f"award {index} is cancelled once", False, index in self.cancelled
            for name in _KINDS:
                yield f"{name} left of award {index}", self._left(index, name), told[index, name]

    def confirming(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of a confirmation."""
        waiting = sum(self._left(index, "points") for index in self._awaiting())
        moved = -sum(
            change["points"]
            for change in entry["lot_changes"]
            if LotKey.parse(change["lot_id"]).activate_ms == AWAITING_MS
        )
        yield "points confirmed", waiting, moved

    def checks(self, entry: Document) -> Iterator[Check]:
        """Yield what must hold of the next entry of it."""
        kinds = {
            REVERSED: self.returning,
            REDEMPTION_REVERSED: self.giving_back,
            CANCELLED: self.cancelling,
            CONFIRMED: self.confirming,
        }
        yield from kinds[entry["kind"]](entry)

    def take_in(self, entry: Document) -> None:
        """Take in an entry that is as it must be."""
        self.steps += 1
        if entry["kind"] == CONFIRMED:
            self.confirmed.update(self._awaiting())
            return
        undone = entry["reversal"]
        if entry["kind"] == CANCELLED:
            self.cancelled.update(award["award"] for award in undone["awards"])
        elif entry["kind"] == REDEMPTION_REVERSED:
            self.returned[""] += undone["restored_points"]
        for line in undone["lines"]:
            self.returned[line["line_id"]] = line["returned"]
            self.quantities[line["line_id"]] = line["returned_quantity_milli"]

    def compare(self, state: Document) -> Iterator[Check]:
        """Yield what must hold of what is kept of the original."""
        lines = (self.original["purchase"] or {"lines": [{"line_id": ""}]})["lines"]
        expected = [
            (self.returned[line["line_id"]], self.quantities[line["line_id"]]) for line in lines
        ]
        kept = [(each["returned"], each["returned_quantity_milli"]) for each in state["lines"]]
        name = f"state of {state['_id']}"
        yield f"{name}: lines", expected, kept
        yield f"{name}: version", self.steps, state["version"]
        yield f"{name}: cancelled", sorted(self.cancelled), sorted(state["cancelled_awards"])
        lots = enumerate(state["active_lot_ids"])
        yield f"{name}: confirmed", self.confirmed, {index for index, lot in lots if lot}

    def _paid_points(self, place: int) -> int:
        parts = (self.original["burn"] or {"lines_paid": []})["lines_paid"]
        return sum(part["points"] for part in parts if part["line"] == place)

    def _is_complete(self, after: Mapping[str, int]) -> bool:
        lines = self.original["purchase"]["lines"]
        return all(after[line["line_id"]] == _basis(line) for line in lines)

    def _left(self, index: int, name: str) -> int:
        award = self.original["awards"][index]
        left = int(award[name])
        for place, line in enumerate(self.original["purchase"]["lines"]):
            left -= award[f"line_{name}"][place] * self.returned[line["line_id"]] // _basis(line)
        return left

    def _awaiting(self) -> list[int]:
        """Return the awards that a confirmation moves."""
        return [
            index
            for index, award in enumerate(self.original["awards"])
            if award["lot_id"]
            and LotKey.parse(award["lot_id"]).activate_ms == AWAITING_MS
            and index not in self.cancelled | self.confirmed
            and self._left(index, "points")
        ]


def original_id_of(entry: Document) -> str:
    """Return the id of what an entry undoes or settles; empty where it does neither."""
    if entry["kind"] == CONFIRMED:
        return str(entry["reference"])
    return str(entry["reversal"]["entry_id"]) if entry.get("reversal") else ""


def _basis(line: Document) -> int:
    return int(line["net_amount_minor"] or line["quantity_milli"] or 1)


def _awards(undone: Document) -> Counter[tuple[int, str]]:
    told: Counter[tuple[int, str]] = Counter()
    for award in undone["awards"]:
        for name in _KINDS:
            told[award["award"], name] += award[name]
    return told
