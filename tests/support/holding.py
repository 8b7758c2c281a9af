"""What tests of holds ask again and again."""

from __future__ import annotations

from typing import Any

from loyalty.points.v1 import entry_pb2

from support import build
from support.asking import account_of
from support.harness import Client


def placed(client: Client, member_id: str, points: int, seconds: int = 3600, **parts: Any) -> str:
    """Place a hold and return its id."""
    entry = client.holds.PlaceHold(build.hold(member_id, points, seconds, **parts)).entry
    hold_id: str = entry.hold.hold_id
    return hold_id


def points_of(client: Client, member_id: str) -> tuple[int, int, int]:
    """Return the available, held and due points."""
    balance = account_of(client, member_id).balance
    return balance.available_points, balance.held_points, balance.due_points


def legs_of(entry: entry_pb2.Entry) -> dict[str, int]:
    return {leg.ledger_account: leg.points for leg in entry.postings}
