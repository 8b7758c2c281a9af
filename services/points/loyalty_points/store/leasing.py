"""Leases of a day's budget: outside of transactions, in which the many that want it would fail."""

from __future__ import annotations

from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import DuplicateKey, Update

from loyalty_points.store.documents import BudgetDocument


def lease(unit_of_work: UnitOfWork, budget_id: str, points: int, maximum: int) -> bool:
    """Lease `points`, at most `maximum`, if so many are left; tell whether they were.

    One command, and one more for the first lease of a budget. No upsert: where the guard
    does not match, it could not tell a budget that is used up from one that is new.
    """
    guard = {"_id": budget_id, "leased": {"$lte": maximum - points}}
    more = Update(BudgetDocument, guard, {"$inc": {"leased": points}})
    if unit_of_work.update(more):
        return True
    try:
        unit_of_work.insert(BudgetDocument, {"_id": budget_id, "leased": points})
    except DuplicateKey:
        return unit_of_work.update(more)
    return True


def read_leased(budget_id: str) -> int:
    """Return what all servers leased of a budget so far."""
    document = collection_of(BudgetDocument).find_one({"_id": budget_id})
    return int(document["leased"]) if document else 0
