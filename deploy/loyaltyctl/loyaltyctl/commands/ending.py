"""`loyaltyctl member merge` and `member close`: what cannot be undone."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.member_pb2 import MemberKey
from loyalty.points.v1.member_service_pb2 import (
    CloseMemberRequest,
    FindMemberRequest,
    MergeMembersRequest,
)

from loyaltyctl.client import Client
from loyaltyctl.errors import NotConfirmed
from loyaltyctl.member_names import parse_member
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.ending import print_closed, print_merged

from .account import MemberArgument
from .member import Reason, RequestId

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="The member who ends.")]
Target = Annotated[str, typer.Argument(metavar="TARGET", help="The member who goes on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Say so beforehand that it is for good.")]


def merge(
    context: typer.Context,
    source: Source,
    target: Target,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Merge two members found to be one, for good; --dry-run says what would be done."""
    session = session_of(context)
    keys = parse_member(source), parse_member(target)
    source_id, target_id = (_member_id(session.client, key) for key in keys)
    request = MergeMembersRequest(
        request_id=request_id or new_request_id(),
        source_member_id=source_id,
        target_member_id=target_id,
        validate_only=dry_run,
    )
    if not dry_run:
        _require_yes(f"merging {source} into {target}", yes=yes)
    answer = session.client.call(session.client.members.MergeMembers, request)
    print_merged(session.console, answer, dry_run=dry_run)


def close(
    context: typer.Context,
    member: MemberArgument,
    reason: Reason,
    *,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Close a member for good: points are written off, what is personal is erased."""
    session = session_of(context)
    request = CloseMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=_member_id(session.client, parse_member(member)),
        reason=reason,
    )
    _require_yes(f"closing {member}", yes=yes)
    print_closed(session.console, session.client.call(session.client.members.CloseMember, request))


def _member_id(client: Client, key: MemberKey) -> str:
    """Return the id that was given, as it is, or that of an identity's member."""
    if not key.HasField("identity"):
        return key.member_id
    request = FindMemberRequest(identity=key.identity)
    member_id: str = client.call(client.members.FindMember, request).member.member_id
    return member_id


def _require_yes(what: str, *, yes: bool) -> None:
    """Raise NotConfirmed unless the user says yes, now or beforehand."""
    if not (yes or typer.confirm(f"{what} cannot be undone; do it?", default=False)):
        raise NotConfirmed(f"{what} was not done")
