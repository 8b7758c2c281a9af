"""Returns, as the crash matrix runs them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from support import build, returning
from support.asking import account_of
from support.crashing.operations import Operation
from support.harness import Client


def _buy(client: Client, member_id: str, net: int, burn: int = 0) -> str:
    """Record a purchase of one line; return its entry's id."""
    bought = build.purchase(build.line(net), at=datetime.now(UTC))
    entry_id: str = client.points.RecordPurchase(
        build.record(member_id, bought, burn=burn)
    ).entry.entry_id
    return entry_id


def _return(client: Client) -> Any:
    """Return a purchase of 500 that took 200 of 1000 points and gave 300."""
    member_id = build.enroll(client)
    _buy(client, member_id, 1000)
    entry_id = _buy(client, member_id, 500, burn=200)
    return returning.reverse(entry_id, return_time=build.timestamp(datetime.now(UTC)))


def _undo(client: Client) -> Any:
    """Give back 100 of 300 points that were redeemed of 1000."""
    member_id = build.enroll(client)
    _buy(client, member_id, 1000)
    redeemed = client.points.RedeemPoints(build.redeem(member_id, 300)).entry
    return returning.reverse_redemption(redeemed.entry_id, 100)


def _has(points: int, entry_id: Callable[[Any], str]) -> Callable[[Client, Any], None]:
    def check(client: Client, request: Any) -> None:
        member_id = entry_id(request).rpartition("-")[0]
        assert account_of(client, member_id).balance.available_points == points

    return check


RETURNS = (
    Operation(
        "reverse purchase",
        _return,
        lambda client, request: client.returns.ReversePurchase(request),
        _has(1000, lambda request: request.original.entry_id),
    ),
    Operation(
        "reverse redemption",
        _undo,
        lambda client, request: client.returns.ReverseRedemption(request),
        _has(800, lambda request: request.entry_id),
    ),
)
