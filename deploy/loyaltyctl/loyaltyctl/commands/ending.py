"""`loyaltyctl member merge` and `member close`: what cannot be undone."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.member_service_pb2 import CloseMemberRequest, MergeMembersRequest

from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.member_ids import member_id_of
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.ending import print_closed, print_merged

from .account import MemberArgument
from .member import Reason, RequestId

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="The member who ends.")]
Target = Annotated[str, typer.Argument(metavar="TARGET", help="The member who goes on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def merge(
    context: typer.Context,
    source: Source,
    target: Target,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Merge two members found to be one, for good."""
    session = session_of(context)
    source_id, target_id = (member_id_of(session.client, text) for text in (source, target))
    request = MergeMembersRequest(
        request_id=request_id or new_request_id(),
        source_member_id=source_id,
        target_member_id=target_id,
        validate_only=dry_run,
    )
    if not dry_run:
        require_yes(f"merging {source} into {target}", yes=yes)
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
    """Write off a member's points and erase them, for good."""
    session = session_of(context)
    request = CloseMemberRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        reason=reason,
    )
    require_yes(f"closing {member}", yes=yes)
    print_closed(session.console, session.client.call(session.client.members.CloseMember, request))
