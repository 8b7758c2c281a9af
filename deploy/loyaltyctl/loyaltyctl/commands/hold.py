"""`loyaltyctl hold`: points set aside for a business, until they are spent or free again."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.hold_service_pb2 import (
    CaptureHoldRequest,
    PlaceHoldRequest,
    ReleaseHoldRequest,
)

from loyaltyctl.durations import parse_duration
from loyaltyctl.member_names import parse_member
from loyaltyctl.numbers import whole
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.statement import print_statement

from .account import MemberArgument
from .member import RequestId
from .points import Reason, Reference

app = typer.Typer(help="Sets points aside, spends them or lets them go.", no_args_is_help=True)

Business = Annotated[str, typer.Option(help="The business that may spend them.")]
Store = Annotated[str, typer.Option(help="Its store.")]
Lasts = Annotated[
    str, typer.Option("--for", metavar="TIME", help="How long, such as 90s, 30m, 12h or 3d.")
]
HoldId = Annotated[str, typer.Argument(metavar="HOLD", help="The hold's id; `account` tells it.")]
Some = Annotated[
    int,
    typer.Option(
        parser=whole(0), metavar="INTEGER", help="How many to spend; 0 for all. The rest is free."
    ),
]
OptionalReason = Annotated[str, typer.Option("--reason", help="Why, as a code; may be empty.")]


@app.command()
def place(
    context: typer.Context,
    member: MemberArgument,
    points: Annotated[int, typer.Argument(parser=whole(1), metavar="INTEGER", help="How many.")],
    *,
    business: Business,
    store: Store,
    lasts: Lasts,
    reason: Reason,
    reference: Reference = "",
    request_id: RequestId = "",
) -> None:
    """Set points of a member aside for a business."""
    session = session_of(context)
    request = PlaceHoldRequest(
        request_id=request_id or new_request_id(),
        member=parse_member(member),
        business_id=business,
        store_id=store,
        points=points,
        duration=parse_duration(lasts),
        reason=reason,
        reference=reference,
    )
    answer = session.client.call(session.client.holds.PlaceHold, request)
    print_statement(session.console, [answer.entry])


@app.command()
def capture(
    context: typer.Context,
    member: MemberArgument,
    hold: HoldId,
    *,
    points: Some = 0,
    reason: OptionalReason = "",
    reference: Reference = "",
    request_id: RequestId = "",
) -> None:
    """Spend points of a hold, all or some, once."""
    session = session_of(context)
    request = CaptureHoldRequest(
        request_id=request_id or new_request_id(),
        member=parse_member(member),
        hold_id=hold,
        points=points,
        reason=reason,
        reference=reference,
    )
    answer = session.client.call(session.client.holds.CaptureHold, request)
    print_statement(session.console, [answer.entry])


@app.command()
def release(
    context: typer.Context, member: MemberArgument, hold: HoldId, *, request_id: RequestId = ""
) -> None:
    """Let the points of a hold go."""
    session = session_of(context)
    request = ReleaseHoldRequest(
        request_id=request_id or new_request_id(), member=parse_member(member), hold_id=hold
    )
    answer = session.client.call(session.client.holds.ReleaseHold, request)
    print_statement(session.console, [answer.entry])
