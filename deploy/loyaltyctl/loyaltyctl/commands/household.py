"""`loyaltyctl household`: members who share the account of one of them."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.household_service_pb2 import (
    CreateHouseholdRequest,
    JoinHouseholdRequest,
    LeaveHouseholdRequest,
    SetSpendLimitRequest,
)
from loyalty.points.v1.member_pb2 import SpendLimit

from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.member_ids import member_id_of
from loyaltyctl.numbers import whole
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.facts import print_facts
from loyaltyctl.views.household import print_joined, print_left, print_limited
from loyaltyctl.views.member import member_facts

from .account import MemberArgument
from .member import RequestId

app = typer.Typer(help="Lets members share an account.", no_args_is_help=True)

Owner = Annotated[str, typer.Argument(metavar="OWNER", help="The member whose account it is.")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        parser=whole(0),
        metavar="INTEGER",
        help="Points a month the member may spend; no limit if unsaid.",
    ),
]

MonthlyPoints = Annotated[
    int | None,
    typer.Argument(metavar="[POINTS]", parser=whole(0), help="Points of a calendar month."),
]


@app.command()
def create(context: typer.Context, owner: Owner, *, request_id: RequestId = "") -> None:
    """Let others share a member's account."""
    session = session_of(context)
    request = CreateHouseholdRequest(
        request_id=request_id or new_request_id(),
        owner_member_id=member_id_of(session.client, owner),
    )
    answer = session.client.call(session.client.households.CreateHousehold, request)
    print_facts(session.console, member_facts(answer.owner))


@app.command()
def join(
    context: typer.Context,
    member: MemberArgument,
    owner: Owner,
    *,
    limit: Limit = None,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Bring a member and their points into a household."""
    session = session_of(context)
    request = JoinHouseholdRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        owner_member_id=member_id_of(session.client, owner),
        spend_limit=None if limit is None else SpendLimit(points_per_month=limit),
    )
    require_yes(f"bringing the points of {member} into the household of {owner}", yes=yes)
    answer = session.client.call(session.client.households.JoinHousehold, request)
    print_joined(session.console, answer)


@app.command()
def limit(
    context: typer.Context,
    member: MemberArgument,
    points: MonthlyPoints = None,
    *,
    request_id: RequestId = "",
) -> None:
    """Set what a member may spend of their household a month; no limit without POINTS."""
    session = session_of(context)
    request = SetSpendLimitRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
        spend_limit=None if points is None else SpendLimit(points_per_month=points),
    )
    answer = session.client.call(session.client.households.SetSpendLimit, request)
    print_limited(session.console, answer.member)


@app.command()
def leave(
    context: typer.Context, member: MemberArgument, *, yes: Yes = False, request_id: RequestId = ""
) -> None:
    """Give a member an account of their own again.

    They take along what they earned themselves, if the program says so, and nothing else: points
    that others sent them stay in the household.
    """
    session = session_of(context)
    request = LeaveHouseholdRequest(
        request_id=request_id or new_request_id(),
        member_id=member_id_of(session.client, member),
    )
    require_yes(f"parting {member} from the household", yes=yes)
    answer = session.client.call(session.client.households.LeaveHousehold, request)
    print_left(session.console, answer)
