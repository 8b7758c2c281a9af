"""`loyaltyctl member`: finding members, freezing them, inviting them to tiers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from loyalty.points.v1.member_pb2 import Member, MemberKey
from loyalty.points.v1.member_service_pb2 import (
    FindMemberRequest,
    FreezeMemberRequest,
    GetMemberRequest,
    InviteToTierRequest,
    UnfreezeMemberRequest,
)

from loyaltyctl.client import Client
from loyaltyctl.member_ids import member_id_of
from loyaltyctl.member_names import IDENTITY_TYPES, parse_identity, parse_member
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import Session, session_of
from loyaltyctl.times import parse_instant, timestamp
from loyaltyctl.views.facts import print_facts
from loyaltyctl.views.member import member_facts

from .account import MemberArgument

app = typer.Typer(help="Finds, freezes, invites, merges and closes members.", no_args_is_help=True)

TypeName = Annotated[
    str, typer.Argument(metavar="TYPE", help=f"One of {', '.join(IDENTITY_TYPES)}.")
]
Reason = Annotated[str, typer.Argument(help="Why, as a code, such as fraud-suspected.")]
RequestId = Annotated[
    str, typer.Option(help="Of an earlier try, to do the same once; a new one where empty.")
]
Tier = Annotated[str, typer.Argument(metavar="TIER", help="A tier of the program in force.")]
InvitationReason = Annotated[
    str, typer.Option("--reason", help="Why, as a code, such as partner-status.")
]
Operator = Annotated[str, typer.Option(help="The person who answers for it.")]
OperatorIfAny = Annotated[
    str, typer.Option("--operator", help="The person who answers for it, if one does.")
]
Until = Annotated[
    datetime | None,
    typer.Option(
        parser=parse_instant,
        metavar="INSTANT",
        help="When it ends, as in 2027-01-31T05:00:00Z; never if not said.",
    ),
]
Value = Annotated[str, typer.Argument(help="The identity as the customer gives it.")]


@app.command()
def find(context: typer.Context, type_name: TypeName, value: Value) -> None:
    """Find the member that an identity belongs to."""
    session, identity = session_of(context), parse_identity(type_name, value)
    _show(session, MemberKey(identity=identity))


@app.command()
def get(context: typer.Context, member: MemberArgument) -> None:
    """Show a member, by id or by an identity."""
    session, key = session_of(context), parse_member(member)
    _show(session, key)


@app.command()
def freeze(
    context: typer.Context,
    member: MemberArgument,
    reason: Reason,
    *,
    operator: OperatorIfAny = "",
    request_id: RequestId = "",
) -> None:
    """Keep a member from earning and spending, until it is lifted."""
    session = session_of(context)
    request = FreezeMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        reason=reason,
        operator_id=operator,
    )
    session.client.call(session.client.members.FreezeMember, request)
    _show(session, MemberKey(member_id=request.member_id))


@app.command()
def unfreeze(
    context: typer.Context,
    member: MemberArgument,
    *,
    operator: OperatorIfAny = "",
    request_id: RequestId = "",
) -> None:
    """Let a member earn and spend again."""
    session = session_of(context)
    request = UnfreezeMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        operator_id=operator,
    )
    session.client.call(session.client.members.UnfreezeMember, request)
    _show(session, MemberKey(member_id=request.member_id))


@app.command()
def invite(
    context: typer.Context,
    member: MemberArgument,
    tier: Tier,
    *,
    reason: InvitationReason,
    operator: Operator,
    until: Until = None,
    request_id: RequestId = "",
) -> None:
    """Give a member at least a tier, whatever they earn."""
    session = session_of(context)
    request = InviteToTierRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        tier_id=tier,
        reason=reason,
        operator_id=operator,
        end_time=None if until is None else timestamp(until),
    )
    session.client.call(session.client.members.InviteToTier, request)
    _show(session, MemberKey(member_id=request.member_id))


@app.command()
def uninvite(
    context: typer.Context,
    member: MemberArgument,
    *,
    reason: InvitationReason,
    operator: Operator,
    request_id: RequestId = "",
) -> None:
    """Take an invitation to a tier back: what was earned holds again."""
    session = session_of(context)
    request = InviteToTierRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        reason=reason,
        operator_id=operator,
    )
    session.client.call(session.client.members.InviteToTier, request)
    _show(session, MemberKey(member_id=request.member_id))


def _show(session: Session, key: MemberKey) -> None:
    """Print a member as asked for now: what a write answers does not tell of progress."""
    print_facts(session.console, member_facts(_member(session.client, key)))


def _member(client: Client, key: MemberKey) -> Member:
    """Ask for the member that a key names. Raises grpc.RpcError."""
    if key.HasField("identity"):
        request = FindMemberRequest(identity=key.identity)
        found: Member = client.call(client.members.FindMember, request).member
    else:
        by_id = GetMemberRequest(member_id=key.member_id)
        found = client.call(client.members.GetMember, by_id).member
    return found
