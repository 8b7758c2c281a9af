"""`loyaltyctl account`: what a member holds."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.statement_service_pb2 import GetStatementRequest

from loyaltyctl.member_names import parse_member
from loyaltyctl.session import session_of
from loyaltyctl.views.account import account_facts
from loyaltyctl.views.facts import print_facts

MemberArgument = Annotated[
    str,
    typer.Argument(metavar="MEMBER", help="A member's id, or TYPE:VALUE as in phone:+12125550100."),
]


def show(context: typer.Context, member: MemberArgument) -> None:
    """Show a member's points: what can be spent, what waits or is held, what expires when."""
    session = session_of(context)
    request = GetStatementRequest(member=parse_member(member))
    answer = session.client.call(session.client.statements.GetStatement, request)
    print_facts(session.console, account_facts(answer))
