"""`loyaltyctl purchase`: returning what was bought, settling what waits, claiming by code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from loyalty.points.v1.points_service_pb2 import (
    ClaimPurchaseRequest,
    WithdrawAnonymousPurchaseRequest,
)
from loyalty.points.v1.return_service_pb2 import (
    CancelPendingRequest,
    ConfirmPurchaseRequest,
    LineReturns,
    PurchaseReference,
    ReversePurchaseRequest,
    WholePurchase,
)

from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.errors import PurchaseNameRefused, RepeatNotExact, StoreNotSaid
from loyaltyctl.member_names import parse_member
from loyaltyctl.numbers import whole
from loyaltyctl.purchase_names import parse_line, parse_purchase
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.times import parse_instant, timestamp
from loyaltyctl.views.statement import print_statement

from .account import MemberArgument
from .member import RequestId
from .points import Reason, Reference

app = typer.Typer(help="Returns, confirms and claims what was bought.", no_args_is_help=True)

Purchase = Annotated[
    str,
    typer.Argument(
        metavar="PURCHASE",
        help="Its entry's id, or its receipt: BUSINESS/STORE/RECEIPT/YYYY-MM-DD.",
    ),
]
Store = Annotated[
    str, typer.Option(help="Where it is returned; the receipt's store where not said.")
]
Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="ID[=QTY|:AMOUNT]",
        help="A line that is returned; again for each: 1, 1=0.5 or 1:1250 (minor units).",
    ),
]
Amount = Annotated[
    int | None,
    typer.Option(
        parser=whole(1),
        metavar="INTEGER",
        help="What is returned of the whole, in minor units, such as cents.",
    ),
]
Void = Annotated[
    bool, typer.Option("--void", help="Strike out the whole sale, on its own local day.")
]
At = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        parser=parse_instant,
        metavar="INSTANT",
        help="When it was returned; now where not said.",
    ),
]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The code on the receipt.")]


@app.command()
def reverse(
    context: typer.Context,
    purchase: Purchase,
    *,
    reason: Reason,
    line: Lines = None,
    amount: Amount = None,
    void: Void = False,
    store: Store = "",
    reference: Reference = "",
    at: At = None,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Return a purchase, all or part of it; or void it."""
    session, original = session_of(context), parse_purchase(purchase)
    if request_id and at is None:
        raise RepeatNotExact("with --request-id say --at too: the time is part of the request")
    request = ReversePurchaseRequest(
        request_id=request_id or new_request_id(),
        original=original,
        store_id=_store(original, store),
        return_time=timestamp(at or datetime.now(UTC).replace(microsecond=0)),
        void=void,
        reason=reason,
        reference=reference,
    )
    _set_scope(request, line or [], amount or 0)
    require_yes(f"{'voiding' if void else 'returning'} {purchase}", yes=yes)
    answer = session.client.call(session.client.returns.ReversePurchase, request)
    print_statement(session.console, [answer.entry])


@app.command()
def confirm(context: typer.Context, purchase: Purchase, *, request_id: RequestId = "") -> None:
    """Make the points that wait for a purchase active."""
    session = session_of(context)
    request = ConfirmPurchaseRequest(
        request_id=request_id or new_request_id(), original=parse_purchase(purchase)
    )
    answer = session.client.call(session.client.returns.ConfirmPurchase, request)
    print_statement(session.console, [answer.entry])


@app.command("cancel-pending")
def cancel_pending(
    context: typer.Context,
    purchase: Purchase,
    *,
    reason: Reason,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Take back what is still pending of a purchase."""
    session = session_of(context)
    request = CancelPendingRequest(
        request_id=request_id or new_request_id(),
        original=parse_purchase(purchase),
        reason=reason,
    )
    require_yes(f"cancelling what is pending of {purchase}", yes=yes)
    answer = session.client.call(session.client.returns.CancelPending, request)
    print_statement(session.console, [answer.entry])


@app.command()
def claim(
    context: typer.Context, member: MemberArgument, code: Code, *, request_id: RequestId = ""
) -> None:
    """Give a member a purchase made without a card."""
    session = session_of(context)
    request = ClaimPurchaseRequest(
        request_id=request_id or new_request_id(), member=parse_member(member), claim_code=code
    )
    answer = session.client.call(session.client.points.ClaimPurchase, request)
    print_statement(session.console, [answer.entry])


@app.command()
def withdraw(
    context: typer.Context, code: Code, *, yes: Yes = False, request_id: RequestId = ""
) -> None:
    """Keep a purchase made without a card from being claimed."""
    session = session_of(context)
    request = WithdrawAnonymousPurchaseRequest(
        request_id=request_id or new_request_id(), claim_code=code
    )
    require_yes("withdrawing the purchase of this code", yes=yes)
    session.client.call(session.client.points.WithdrawAnonymousPurchase, request)
    session.console.print("The purchase cannot be claimed any more.")


def _store(original: PurchaseReference, store_id: str) -> str:
    """Return the store that was said, or that of the receipt. Raises StoreNotSaid."""
    if not (store_id or original.receipt.store_id):
        raise StoreNotSaid("say with --store where it is returned: an entry's id does not tell")
    return store_id or original.receipt.store_id


def _set_scope(request: ReversePurchaseRequest, lines: list[str], amount_minor: int) -> None:
    """Say how much is returned. Raises PurchaseNameRefused."""
    if lines and amount_minor:
        raise PurchaseNameRefused("either --line or --amount, not both")
    if lines:
        request.lines.CopyFrom(LineReturns(lines=[parse_line(text) for text in lines]))
    elif amount_minor:
        request.amount_minor = amount_minor
    else:
        request.whole.CopyFrom(WholePurchase())
