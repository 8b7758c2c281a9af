"""The holds of an account, from nothing but its entries as stored.

Written apart from the code that places and ends holds, so that one checks the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.whereabouts import owed_as_said

PLACED, CAPTURED, RELEASED, LAPSED = (
    "hold_placed",
    "hold_captured",
    "hold_released",
    "hold_lapsed",
)

ARRIVED = ("member_merged_in", "household_joined")
TAKEN_ALONG = ("member_merged_away", "member_closed")


@dataclass(slots=True)
class RederivedHolds:
    """Holds that were placed and not ended, as an account must have them."""

    holds: dict[str, Document] = field(default_factory=dict)

    def checks(self, entry: Document, lots: Mapping[str, Document]) -> Iterator[Check]:
        """Yield what must hold of the next entry; `lots` are the account's before it."""
        hold, kind = entry.get("hold"), entry["kind"]
        if kind in TAKEN_ALONG or is_joining_away(entry):
            yield "holds taken along", self.holds, _moved(entry)
        yield "kind with a hold", kind in (PLACED, CAPTURED, RELEASED, LAPSED), bool(hold)
        if not hold:
            return
        record_ms, deadline_ms = to_ms(entry["record_time"]), to_ms(hold["deadline_time"])
        yield "hold live when written", kind != LAPSED, record_ms < deadline_ms
        if kind == PLACED:
            yield "hold is new", False, hold["hold_id"] in self.holds
            yield "points held", True, all(part["points"] > 0 for part in hold["parts"])
            yield "lots held", True, all(_is_open(part, lots, record_ms) for part in hold["parts"])
            return
        known = self.holds.get(hold["hold_id"], {})
        # Of an account that members share, another may end a hold.
        yield "hold", known, {**_as_kept(entry), "member_id": known.get("member_id")}
        if kind == LAPSED:
            yield "event_time", deadline_ms, to_ms(entry["event_time"])
        captured = _first(hold["parts"], entry["burned_points"])
        taken = entry["lot_changes"][: len(captured)]
        yield "points captured", captured, [(part["lot_id"], -part["points"]) for part in taken]
        yield "owed", _owed(entry, captured), owed_as_said(entry)

    def take_in(self, entry: Document) -> None:
        """Take in an entry that is as it must be."""
        if entry["kind"] in TAKEN_ALONG or is_joining_away(entry):
            self.holds.clear()
        elif entry["kind"] in ARRIVED:
            self.holds |= _moved(entry)
        if not (hold := entry.get("hold")):
            return
        if entry["kind"] == PLACED:
            self.holds[hold["hold_id"]] = _as_kept(entry)
        else:
            del self.holds[hold["hold_id"]]

    def held(self, now_ms: int) -> Counter[str]:
        """Return how many points of each lot are set aside by live holds."""
        return _by_lot(hold for hold in self.holds.values() if hold["deadline_ms"] > now_ms)

    def held_or_lapsed(self) -> Counter[str]:
        """Likewise, holds included that have lapsed and were not ended yet."""
        return _by_lot(iter(self.holds.values()))

    def deadlines(self) -> list[int]:
        """Return when each hold lapses."""
        return [hold["deadline_ms"] for hold in self.holds.values()]


def _by_lot(holds: Iterator[Document]) -> Counter[str]:
    held: Counter[str] = Counter()
    for hold in holds:
        for part in hold["parts"]:
            held[part["lot_id"]] += part["points"]
    return held


def _as_kept(entry: Document) -> Document:
    """Return what an account keeps of the hold that an entry is about."""
    return {
        "member_id": entry["member_id"],
        "business_id": entry["business_id"],
        "store_id": entry["store_id"],
        "deadline_ms": to_ms(entry["hold"]["deadline_time"]),
        "parts": entry["hold"]["parts"],
    }


def is_joining_away(entry: Document) -> bool:
    """Tell whether the account's own member took all there is to a household's."""
    is_own = bool(entry["member_id"] == entry["account_id"])
    return is_own and entry["kind"] == "household_joined"


def _moved(entry: Document) -> dict[str, Document]:
    """Return what accounts keep of the holds that moved with an entry, by id."""
    return {
        hold["hold_id"]: {name: value for name, value in hold.items() if name != "hold_id"}
        for hold in entry["holds"]
    }


def _is_open(part: Document, lots: Mapping[str, Document], now_ms: int) -> bool:
    key = LotKey.parse(part["lot_id"])
    expires = key.expire_ms and key.expire_ms <= now_ms
    return part["lot_id"] in lots and key.activate_ms <= now_ms and not expires


def _first(parts: list[Document], points: int) -> list[tuple[str, int]]:
    """Return the lots that the first `points` of a hold are in."""
    found = []
    for part in parts:
        if points > 0:
            found.append((part["lot_id"], min(points, part["points"])))
            points -= part["points"]
    return found


def _owed(entry: Document, captured: list[tuple[str, int]]) -> dict[tuple[str, str], int]:
    """Return who must owe whom: for what was captured, and for debt that was repaid."""
    owed: Counter[tuple[str, str]] = Counter()
    for lot_id, points in captured:
        owed[LotKey.parse(lot_id).funder, entry["business_id"]] += points
    for change in entry["debt_changes"]:
        owed[change["payer"], change["funder"]] -= change["points"]
    return {pair: points for pair, points in owed.items() if points and pair[0] != pair[1]}
