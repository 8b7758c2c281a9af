"""`loyaltyctl points`: moving, giving and taking points by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from loyalty.points.v1.adjustment_pb2 import Adjustment
from loyalty.points.v1.adjustment_service_pb2 import (
    AdjustPointsRequest,
    ApproveAdjustmentRequest,
    ListAdjustmentProposalsRequest,
    ProposeAdjustmentRequest,
    RejectAdjustmentRequest,
)
from loyalty.points.v1.transfer_service_pb2 import TransferPointsRequest

from loyaltyctl.member_names import parse_member
from loyaltyctl.numbers import INT64_MAX, whole
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.times import parse_instant, timestamp
from loyaltyctl.views.proposals import print_proposals, proposal_state
from loyaltyctl.views.statement import print_statement

from .account import MemberArgument
from .importing import import_file

app = typer.Typer(help="Moves, gives and takes points by hand.", no_args_is_help=True)

Business = Annotated[str, typer.Option(help="The business that serves the sender.")]
Store = Annotated[str, typer.Option(help="Its store.")]
Reason = Annotated[str, typer.Option(help="Why, as a code.")]
Reference = Annotated[str, typer.Option(help="Your own reference.")]
Funder = Annotated[str, typer.Option(help="Who pays: a business, or group.")]
Operator = Annotated[str, typer.Option(help="The person who answers for it.")]
RequestId = Annotated[
    str, typer.Option(help="Of an earlier try, to do the same once; a new one where empty.")
]
Expires = Annotated[
    datetime | None,
    typer.Option(
        parser=parse_instant,
        metavar="INSTANT",
        help="When points given expire, as in 2027-01-31T05:00:00Z; by the program if not said.",
    ),
]
Propose = Annotated[
    bool, typer.Option("--propose", help="Leave it to a second operator to approve.")
]
Points = Annotated[
    int,
    typer.Argument(
        parser=whole(-INT64_MAX), metavar="POINTS", help="How many: 250 gives, -250 takes."
    ),
]
ProposalId = Annotated[str, typer.Argument(metavar="PROPOSAL", help="The proposal's id.")]
State = Annotated[str, typer.Option(help="open, approved, rejected or all.")]
Limit = Annotated[int, typer.Option(min=1, help="The most proposals to show, newest first.")]


@app.command()
def transfer(
    context: typer.Context,
    sender: MemberArgument,
    recipient: MemberArgument,
    points: Annotated[int, typer.Argument(parser=whole(1), metavar="INTEGER", help="How many.")],
    *,
    business: Business,
    store: Store,
    reason: Reason,
    reference: Reference = "",
    request_id: RequestId = "",
) -> None:
    """Move points from one member to another."""
    session = session_of(context)
    request = TransferPointsRequest(
        request_id=request_id or new_request_id(),
        sender=parse_member(sender),
        recipient=parse_member(recipient),
        points=points,
        business_id=business,
        store_id=store,
        reason=reason,
        reference=reference,
    )
    answer = session.client.call(session.client.transfers.TransferPoints, request)
    print_statement(session.console, [answer.entry])


@app.command(context_settings={"ignore_unknown_options": True})
def adjust(
    context: typer.Context,
    member: MemberArgument,
    points: Points,
    *,
    funder: Funder,
    reason: Reason,
    operator: Operator,
    expires: Expires = None,
    propose: Propose = False,
    request_id: RequestId = "",
) -> None:
    """Give points to a member or take them, at once or by a proposal."""
    session = session_of(context)
    adjustment = Adjustment(
        member=parse_member(member),
        points=points,
        funder=funder,
        reason=reason,
        operator_id=operator,
    )
    if expires is not None:
        adjustment.expire_time.CopyFrom(timestamp(expires))
    request_id = request_id or new_request_id()
    adjustments = session.client.adjustments
    if propose:
        wanted = ProposeAdjustmentRequest(request_id=request_id, adjustment=adjustment)
        proposal = session.client.call(adjustments.ProposeAdjustment, wanted).proposal
        print_proposals(session.console, [proposal])
        return
    request = AdjustPointsRequest(request_id=request_id, adjustment=adjustment)
    print_statement(session.console, [session.client.call(adjustments.AdjustPoints, request).entry])


@app.command()
def proposals(context: typer.Context, state: State = "open", limit: Limit = 50) -> None:
    """List adjustments that wait for a second operator, or were decided."""
    session, wanted = session_of(context), proposal_state(state)
    method = session.client.adjustments.ListAdjustmentProposals
    request = ListAdjustmentProposalsRequest(state=wanted)
    found = session.client.listed(method, request, "proposals", limit)
    print_proposals(session.console, found)


@app.command()
def approve(
    context: typer.Context, proposal: ProposalId, *, operator: Operator, request_id: RequestId = ""
) -> None:
    """Approve an adjustment that another client and another person proposed."""
    session = session_of(context)
    request = ApproveAdjustmentRequest(
        request_id=request_id or new_request_id(), proposal_id=proposal, operator_id=operator
    )
    answer = session.client.call(session.client.adjustments.ApproveAdjustment, request)
    print_statement(session.console, [answer.entry])


@app.command()
def reject(
    context: typer.Context, proposal: ProposalId, *, operator: Operator, request_id: RequestId = ""
) -> None:
    """Reject an adjustment that was proposed; its own proposer may."""
    session = session_of(context)
    request = RejectAdjustmentRequest(
        request_id=request_id or new_request_id(), proposal_id=proposal, operator_id=operator
    )
    answer = session.client.call(session.client.adjustments.RejectAdjustment, request)
    print_proposals(session.console, [answer.proposal])


app.command("import")(import_file)
