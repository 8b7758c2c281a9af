"""Where points of a reversal came from and went to, from nothing but its entry as stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.use_cases.auditing.checks import Check

Owed = dict[tuple[str, str], int]
"""Points by debtor and creditor."""


def whereabouts(entry: Document) -> Iterator[Check]:
    """Yield what must hold of where points came from and went to."""
    undone, now_ms = entry["reversal"], to_ms(entry["record_time"])
    lots = [(LotKey.parse(each["lot_id"]), each["points"]) for each in entry["lot_changes"]]
    back = [(key.expire_ms, points) for key, points in lots if points > 0]
    expired = sum(points for expire_ms, points in back if expire_ms and expire_ms <= now_ms)
    yield "points that came back", undone["restored_points"], sum(points for _, points in back)
    yield "points that came back expired", expired, undone["restored_expired_points"]
    available = undone["restored_points"] - expired
    yield "points that came back available", available, undone["restored_available_points"]
    pending = -sum(points for key, points in lots if points < 0 and key.activate_ms > now_ms)
    yield "pending points taken back", pending, undone["clawed_back_pending_points"]
    owed = sum(max(0, change["points"]) for change in entry["debt_changes"])
    yield "points taken back as debt", owed, undone["clawed_back_debt_points"]
    rest = undone["clawed_back_points"] - pending - owed
    yield "available points taken back", rest, undone["clawed_back_available_points"]
    funders = {award["funder"] for award in undone["awards"]}
    if len(funders) < 2:  # else the entry does not say whose claw-back took which lot
        yield "owed", owed_of(entry, entry["business_id"], "".join(funders)), owed_as_said(entry)


def owed_of(entry: Document, business_id: str, taker: str) -> Owed:
    """Return who must owe whom: for points back from `business_id`, to `taker`, and for debt."""
    owed: Counter[tuple[str, str]] = Counter()
    for change in entry["debt_changes"]:
        if change["points"] < 0:
            owed[change["payer"], change["funder"]] -= change["points"]
    repaid = -sum(min(0, change["points"]) for change in entry["debt_changes"])
    for change in entry["lot_changes"]:
        funder, points = LotKey.parse(change["lot_id"]).funder, change["points"]
        if points > 0:
            owed[funder, business_id] -= points
        else:  # what repaid debt comes before what is taken back
            to_debt = min(repaid, -points)
            repaid -= to_debt
            owed[funder, taker] += -points - to_debt
    return {pair: points for pair, points in owed.items() if points and pair[0] != pair[1]}


def owed_as_said(entry: Document) -> Owed:
    """Return who owes whom as an entry says."""
    return {(each["debtor"], each["creditor"]): each["points"] for each in entry["owed"]}
