"""Accounts with many entries or many lots."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from loyalty.points.v1 import points_service_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_points.store.documents import AccountDocument
from loyalty_points.store.entry_documents import EntryDocument

from support import build
from support.harness import Client

BATCH = 100


def lengthen(account_id: str, wanted: int) -> None:
    """Copy an account's last entry until there are that many; its audit fails from then on."""
    journal = collection_of(EntryDocument)
    last = journal.find_one({"account_id": account_id}, sort=[("sequence", -1)])
    assert last is not None
    copies: list[dict[str, Any]] = [
        {**last, "_id": f"{account_id}-{number}", "sequence": number}
        for number in range(last["sequence"] + 1, wanted + 1)
    ]
    journal.insert_many(copies)
    collection_of(AccountDocument).update_one({"_id": account_id}, {"$set": {"sequence": wanted}})


def open_lots(client: Client, member_id: str, wanted: int, last_day: datetime) -> None:
    """Record a purchase on each of `wanted` days, where points expire by the day."""
    days = [last_day - timedelta(days=number) for number in range(wanted)]
    requests = [build.record(member_id, build.purchase(at=day)) for day in days]
    for start in range(0, wanted, BATCH):
        batch = points_service_pb2.SubmitPurchasesRequest(purchases=requests[start : start + BATCH])
        results = client.points.SubmitPurchases(batch).results
        assert all(result.status.code == 0 for result in results), results[0].status
