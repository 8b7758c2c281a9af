"""Choosing a purchase that can still be returned, after those that a user has returned."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1.purchase_pb2 import Purchase
from loyaltyctl.client import Client
from loyaltyctl.commands.statement import last_entries
from loyaltyctl.member_names import parse_member
from loyaltyctl.replaying import ReplayItem

ENTRIES = 1_000
"""How far back a member's entries are looked through."""


def latest_unreturned(client: Client, items: Sequence[ReplayItem]) -> ReplayItem:
    """Return the latest of a member's purchases, one or more, of which nothing was returned.

    The latest of all where something of each was. Raises grpc.RpcError.
    """
    entries = last_entries(client, parse_member(items[-1].member_name), ENTRIES)
    touched = {entry.reversal.original_entry_id for entry in entries if entry.HasField("reversal")}
    whole = {
        _receipt(entry.purchase)
        for entry in entries
        if entry.HasField("purchase") and entry.entry_id not in touched
    }
    return next((item for item in reversed(items) if _receipt(item.purchase) in whole), items[-1])


def _receipt(bought: Purchase) -> tuple[str, str, str, int]:
    seconds = bought.purchase_time.seconds  # the service keeps no more than milliseconds
    return bought.business_id, bought.store_id, bought.receipt_number, seconds
