"""A return in the demo: one line of a household's purchase comes back to the store."""

from __future__ import annotations

from datetime import UTC, datetime

from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.purchase_pb2 import Line
from loyalty.points.v1.return_service_pb2 import (
    LineReturn,
    LineReturns,
    PurchaseReference,
    ReversePurchaseRequest,
)
from loyaltyctl.client import Client
from loyaltyctl.replaying import Outcome
from loyaltyctl.request_ids import derived_request_id
from loyaltyctl.times import timestamp

REASON = "changed-mind"


def line_to_return(outcome: Outcome) -> Line:
    """Return the dearest line of those that points paid for, or else of all.

    The first of equal ones.
    """
    entry = outcome.entry
    paid = {share.line_id for share in entry.burn.line_shares} if entry is not None else set()
    return max(
        outcome.item.purchase.lines, key=lambda line: (line.line_id in paid, line.net_amount_minor)
    )


def return_line(till: Client, outcome: Outcome, line: Line) -> Entry:
    """Return a line of a purchase where it was bought, as its till. Raises grpc.RpcError."""
    item = outcome.item
    request = ReversePurchaseRequest(
        request_id=derived_request_id("return", item.request_id.encode()),
        original=PurchaseReference(purchase_request_id=item.request_id),
        store_id=item.purchase.store_id,
        lines=LineReturns(lines=[LineReturn(line_id=line.line_id)]),
        return_time=timestamp(datetime.now(UTC)),
        reason=REASON,
    )
    entry: Entry = till.call(till.returns.ReversePurchase, request).entry
    return entry
