"""`loyaltyctl member`: finding members, and freezing them."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.member_pb2 import IdentityType, LinkedIdentity, Member, MemberKey
from loyalty.points.v1.member_service_pb2 import (
    FindMemberRequest,
    FreezeMemberRequest,
    GetMemberRequest,
    UnfreezeMemberRequest,
)

from loyaltyctl.client import Client
from loyaltyctl.member_names import IDENTITY_TYPES, parse_identity, parse_member
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.facts import print_facts
from loyaltyctl.views.words import day, moment

from .account import MemberArgument

app = typer.Typer(help="Finds members, and freezes them.", no_args_is_help=True)

TypeName = Annotated[
    str, typer.Argument(metavar="TYPE", help=f"One of {', '.join(IDENTITY_TYPES)}.")
]
Reason = Annotated[str, typer.Argument(help="Why, as a code, such as fraud-suspected.")]
RequestId = Annotated[
    str, typer.Option(help="Of an earlier try, to do the same once; a new one where empty.")
]
Value = Annotated[str, typer.Argument(help="The identity as the customer gives it.")]


@app.command()
def find(context: typer.Context, type_name: TypeName, value: Value) -> None:
    """Find the member that an identity belongs to."""
    session, identity = session_of(context), parse_identity(type_name, value)
    print_facts(session.console, _facts(_member(session.client, MemberKey(identity=identity))))


@app.command()
def get(context: typer.Context, member: MemberArgument) -> None:
    """Show a member, by id or by an identity."""
    session, key = session_of(context), parse_member(member)
    print_facts(session.console, _facts(_member(session.client, key)))


@app.command()
def freeze(
    context: typer.Context, member: MemberArgument, reason: Reason, *, request_id: RequestId = ""
) -> None:
    """Keep a member from earning and spending, until it is lifted."""
    session, key = session_of(context), parse_member(member)
    request = FreezeMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=_member(session.client, key).member_id,
        reason=reason,
    )
    answer = session.client.call(session.client.members.FreezeMember, request)
    print_facts(session.console, _facts(answer.member))


@app.command()
def unfreeze(context: typer.Context, member: MemberArgument, *, request_id: RequestId = "") -> None:
    """Let a member earn and spend again."""
    session, key = session_of(context), parse_member(member)
    request = UnfreezeMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=_member(session.client, key).member_id,
    )
    answer = session.client.call(session.client.members.UnfreezeMember, request)
    print_facts(session.console, _facts(answer.member))


def _member(client: Client, key: MemberKey) -> Member:
    """Ask for the member that a key names. Raises grpc.RpcError."""
    if key.HasField("identity"):
        request = FindMemberRequest(identity=key.identity)
        found: Member = client.call(client.members.FindMember, request).member
    else:
        by_id = GetMemberRequest(member_id=key.member_id)
        found = client.call(client.members.GetMember, by_id).member
    return found


def _facts(member: Member) -> dict[str, str]:
    attributes = member.attributes
    return {
        "member": member.member_id,
        "enrolled": moment(member.enroll_time),
        "frozen": member.frozen_reason,
        "tier": member.tier_id,
        "qualifying points": f"{member.qualifying_points:,}",
        "birthday": attributes.birthday,
        "home business": attributes.home_business_id,
        "tags": ", ".join(attributes.tags),
        "identities": "\n".join(_identity(identity) for identity in member.identities),
        "was also": "\n".join(member.merged_member_ids),
        "household of": member.household_owner_id,
        "spends a month": _limit(member),
        "household": "\n".join(member.household_member_ids),
        "closed": moment(member.close_time) if member.HasField("close_time") else "",
        "version": str(member.version),
    }


def _limit(member: Member) -> str:
    """Return what a member may spend of a household; nothing where that is not limited."""
    limited = member.HasField("spend_limit")
    return f"{member.spend_limit.points_per_month:,} at most" if limited else ""


def _identity(identity: LinkedIdentity) -> str:
    type_name = IdentityType.Name(identity.type).removeprefix("IDENTITY_TYPE_").lower()
    return f"{type_name}, linked {day(identity.link_time)}"
