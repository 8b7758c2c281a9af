"""Requests about returns: right by default, every part to be replaced."""

from __future__ import annotations

from typing import Any

from loyalty.points.v1 import return_service_pb2 as pb

from support import build
from support.asking import account_of
from support.clocks import NOON
from support.harness import Client


def by_entry(entry_id: str) -> pb.PurchaseReference:
    return pb.PurchaseReference(entry_id=entry_id)


def line(line_id: str, **part: int) -> pb.LineReturn:
    return pb.LineReturn(line_id=line_id, **part)


def reverse(entry_id: str, *lines: pb.LineReturn, amount: int = 0, **parts: Any) -> Any:
    """Return a return of these lines, of an amount, or of all that is left."""
    scope: dict[str, Any] = {"whole": pb.WholePurchase()}
    if lines:
        scope = {"lines": pb.LineReturns(lines=lines)}
    elif amount:
        scope = {"amount_minor": amount}
    given = {
        "request_id": build.fresh(),
        "original": by_entry(entry_id),
        "store_id": "retail-1",
        "return_time": build.timestamp(NOON),
        "reason": "unwanted",
        **scope,
        **parts,
    }
    return pb.ReversePurchaseRequest(**given)


def reverse_redemption(entry_id: str, points: int = 0, **parts: Any) -> Any:
    given = {
        "request_id": build.fresh(),
        "entry_id": entry_id,
        "store_id": "retail-1",
        "points": points,
        "reason": "mistake",
        **parts,
    }
    return pb.ReverseRedemptionRequest(**given)


def confirm(entry_id: str, **parts: Any) -> Any:
    given = {"request_id": build.fresh(), "original": by_entry(entry_id), **parts}
    return pb.ConfirmPurchaseRequest(**given)


def cancel(entry_id: str, **parts: Any) -> Any:
    given = {
        "request_id": build.fresh(),
        "original": by_entry(entry_id),
        "reason": "no-show",
        **parts,
    }
    return pb.CancelPendingRequest(**given)


def bought(client: Client, member_id: str, *nets: int, burn: int = 0, **parts: Any) -> Any:
    """Record a purchase with lines a, b, ... of these amounts; return its entry."""
    lines = [build.line(net, line_id="abcdef"[place]) for place, net in enumerate(nets)]
    request = build.record(member_id, build.purchase(*lines, **parts), burn=burn)
    return client.points.RecordPurchase(request).entry


def available(client: Client, member_id: str) -> int:
    points: int = account_of(client, member_id).balance.available_points
    return points
