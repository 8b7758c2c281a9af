"""`loyaltyctl statement`: what happened to a member's points, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.member_pb2 import MemberKey
from loyalty.points.v1.points_service_pb2 import ListEntriesRequest
from loyalty.points.v1.statement_service_pb2 import (
    GetStatementRequest,
    ListStatementRequest,
    ListStatementResponse,
    StatementLine,
)

from loyaltyctl.client import PAGE_SIZE, Client
from loyaltyctl.hints import hinting
from loyaltyctl.member_names import parse_member
from loyaltyctl.session import session_of
from loyaltyctl.times import AsOf, MaybeFrom, MaybeTo, timestamp
from loyaltyctl.views.past_account import print_past_account
from loyaltyctl.views.period import print_period
from loyaltyctl.views.statement import print_statement

from .account import MemberArgument

Limit = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="The most entries to show: 20, newest first, or of a period all, oldest first.",
        show_default=False,
    ),
]
LAST_ENTRIES = 20
PAST_HINT = "`loyaltyctl member get` shows since when they are a member"


def show(
    context: typer.Context,
    member: MemberArgument,
    *,
    limit: Limit = None,
    as_of: AsOf = None,
    start: MaybeFrom = None,
    end: MaybeTo = None,
) -> None:
    """Show a member's last entries, newest first.

    With --from and --to, what happened in a period: the balance it opened with, what was earned,
    spent, expired and so on, and the balance it closed with. With --as-of, what the account was
    at a past moment.
    """
    period = _period(as_of, start, end)
    session, key = session_of(context), parse_member(member)
    if period is not None:
        request = ListStatementRequest(member=key, start_time=period[0], end_time=period[1])
        print_period(session.console, request, *_read_period(session.client, request, limit))
    elif as_of is not None:
        past = GetStatementRequest(member=key, as_of_time=timestamp(as_of))
        with hinting(PAST_HINT, lambda failure: failure.reason == "MEMBER_NOT_FOUND"):
            answer = session.client.call(session.client.statements.GetStatement, past)
        print_past_account(session.console, answer)
    else:
        print_statement(session.console, last_entries(session.client, key, limit or LAST_ENTRIES))


def _period(
    as_of: datetime | None, start: datetime | None, end: datetime | None
) -> tuple[Timestamp, Timestamp] | None:
    """Return a period's first instant and the first after it; None where none was asked for.

    Raises typer.BadParameter.
    """
    if start is None and end is None:
        return None
    if as_of is not None:
        problem = "--as-of is one moment, --from and --to are a period: give one or the other"
        raise typer.BadParameter(problem)
    if start is None or end is None:
        raise typer.BadParameter("a period needs both --from and --to")
    if end <= start:
        raise typer.BadParameter("--to must be later than --from")
    return timestamp(start), timestamp(end)


def _read_period(
    client: Client, request: ListStatementRequest, limit: int | None
) -> tuple[ListStatementResponse, list[StatementLine]]:
    """Return the last page that was read, for its sums, and the lines of all; `limit` at most.

    Raises grpc.RpcError.
    """
    lines: list[StatementLine] = []
    while True:
        request.page_size = PAGE_SIZE if limit is None else min(PAGE_SIZE, limit - len(lines))
        page = client.call(client.statements.ListStatement, request)
        lines += page.lines
        request.page_token = page.next_page_token
        if not page.next_page_token or len(lines) == limit:
            return page, lines


def last_entries(client: Client, member: MemberKey, limit: int) -> list[Entry]:
    """Return a member's last entries, newest first. Raises grpc.RpcError."""
    request = ListEntriesRequest(member=member)
    return client.listed(client.points.ListEntries, request, "entries", limit)
