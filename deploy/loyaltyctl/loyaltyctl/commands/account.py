"""`loyaltyctl account`: what a member holds."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.account_pb2 import Account, Hold
from loyalty.points.v1.points_service_pb2 import GetAccountRequest

from loyaltyctl.member_names import parse_member
from loyaltyctl.session import session_of
from loyaltyctl.views.facts import print_facts
from loyaltyctl.views.words import moment

MemberArgument = Annotated[
    str,
    typer.Argument(metavar="MEMBER", help="A member's id, or TYPE:VALUE as in phone:+12125550100."),
]


def show(context: typer.Context, member: MemberArgument) -> None:
    """Show a member's points."""
    session = session_of(context)
    request = GetAccountRequest(member=parse_member(member))
    answer = session.client.call(session.client.points.GetAccount, request)
    print_facts(session.console, _facts(answer.account))


def _facts(account: Account) -> dict[str, str]:
    balance = account.balance
    expiration = account.next_expiration
    expiring = f"{expiration.points:,} at {moment(expiration.expire_time)}"
    return {
        "account": account.account_id,
        "available": f"{balance.available_points:,}",
        "pending": f"{balance.pending_points:,}",
        "held": f"{balance.held_points:,}",
        "holds": "\n".join(_hold(hold) for hold in account.holds),
        "debt": f"{balance.debt_points:,}",
        "due to expire": f"{balance.due_points:,}",
        "next to expire": expiring if account.HasField("next_expiration") else "none",
        "entries": f"{account.sequence:,}",
        "open lots": str(account.open_lot_count),
        "as of": moment(account.as_of_time),
    }


def _hold(hold: Hold) -> str:
    return f"{hold.points:,} for {hold.business_id} until {moment(hold.deadline_time)}"
