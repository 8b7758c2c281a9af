"""`loyaltyctl member`: finding members."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.member_pb2 import IdentityType, LinkedIdentity, Member
from loyalty.points.v1.member_service_pb2 import FindMemberRequest, GetMemberRequest

from loyaltyctl.member_names import IDENTITY_TYPES, parse_identity
from loyaltyctl.session import session_of
from loyaltyctl.views.facts import print_facts
from loyaltyctl.views.words import moment

app = typer.Typer(help="Finds members.", no_args_is_help=True)

TypeName = Annotated[
    str, typer.Argument(metavar="TYPE", help=f"One of {', '.join(IDENTITY_TYPES)}.")
]
Value = Annotated[str, typer.Argument(help="The identity as the customer gives it.")]
MemberId = Annotated[str, typer.Argument(help="The member's id.")]


@app.command()
def find(context: typer.Context, type_name: TypeName, value: Value) -> None:
    """Find the member that an identity belongs to."""
    session = session_of(context)
    request = FindMemberRequest(identity=parse_identity(type_name, value))
    answer = session.client.call(session.client.members.FindMember, request)
    print_facts(session.console, _facts(answer.member))


@app.command()
def get(context: typer.Context, member_id: MemberId) -> None:
    """Show a member by id."""
    session = session_of(context)
    request = GetMemberRequest(member_id=member_id)
    answer = session.client.call(session.client.members.GetMember, request)
    print_facts(session.console, _facts(answer.member))


def _facts(member: Member) -> dict[str, str]:
    attributes = member.attributes
    return {
        "member": member.member_id,
        "enrolled": moment(member.enroll_time),
        "tier": member.tier_id,
        "qualifying points": f"{member.qualifying_points:,}",
        "birthday": attributes.birthday,
        "home business": attributes.home_business_id,
        "tags": ", ".join(attributes.tags),
        "identities": "\n".join(_identity(identity) for identity in member.identities),
        "version": str(member.version),
    }


def _identity(identity: LinkedIdentity) -> str:
    type_name = IdentityType.Name(identity.type).removeprefix("IDENTITY_TYPE_").lower()
    return f"{type_name} {identity.identity_id}, linked {moment(identity.link_time)}"
