"""What tests ask again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc
from loyalty.points.v1 import member_pb2, member_service_pb2, points_service_pb2

from support import build
from support.harness import Client


def give(client: Client, member_id: str, points: int, **purchase: Any) -> None:
    """Record a purchase that brings `points` under the simple rules."""
    bought = build.purchase(build.line(points), **purchase)
    client.points.RecordPurchase(build.record(member_id, bought))


def account_of(client: Client, member_id: str) -> Any:
    request = points_service_pb2.GetAccountRequest(member=build.key(member_id))
    return client.points.GetAccount(request).account


def points_and_entries(client: Client, member_id: str) -> tuple[int, int]:
    """Return the available points and the number of entries."""
    account = account_of(client, member_id)
    return account.balance.available_points, account.sequence


def member_of(client: Client, member_id: str) -> member_pb2.Member:
    request = member_service_pb2.GetMemberRequest(member_id=member_id)
    member: member_pb2.Member = client.members.GetMember(request).member
    return member


def is_replayed(call: Callable[[], Any]) -> bool:
    """Run a `with_call`, failing or not, and tell whether it was marked as a repeat."""
    try:
        _, answered = call()
    except grpc.RpcError as error:
        answered = error
    return dict(answered.trailing_metadata()).get("replayed") == "true"
