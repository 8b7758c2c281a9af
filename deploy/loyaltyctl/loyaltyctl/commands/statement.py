"""`loyaltyctl statement`: what happened to a member's points, and why."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.member_pb2 import MemberKey
from loyalty.points.v1.points_service_pb2 import ListEntriesRequest
from loyalty.points.v1.statement_service_pb2 import GetStatementRequest

from loyaltyctl.client import Client
from loyaltyctl.member_names import parse_member
from loyaltyctl.session import session_of
from loyaltyctl.times import AsOf, timestamp
from loyaltyctl.views.past_account import print_past_account
from loyaltyctl.views.statement import print_statement

from .account import MemberArgument

Limit = Annotated[int, typer.Option(min=1, help="The most entries to show, newest first.")]


def show(
    context: typer.Context, member: MemberArgument, limit: Limit = 20, as_of: AsOf = None
) -> None:
    """Show a member's last entries, newest first; or what the account was at a past moment."""
    session = session_of(context)
    if as_of is not None:
        request = GetStatementRequest(member=parse_member(member), as_of_time=timestamp(as_of))
        answer = session.client.call(session.client.statements.GetStatement, request)
        print_past_account(session.console, answer)
        return
    entries = last_entries(session.client, parse_member(member), limit)
    print_statement(session.console, entries)


def last_entries(client: Client, member: MemberKey, limit: int) -> list[Entry]:
    """Return a member's last entries, newest first. Raises grpc.RpcError."""
    request = ListEntriesRequest(member=member)
    return client.listed(client.points.ListEntries, request, "entries", limit)
