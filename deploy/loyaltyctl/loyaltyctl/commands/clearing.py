"""`loyaltyctl clearing` and `loyaltyctl liability`: what parties owe, and what the group owes."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.clearing_service_pb2 import (
    ClearingStatement,
    CloseClearingRequest,
    GetClearingRequest,
    GetLiabilityRequest,
    ListClosesRequest,
)

from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import Session, session_of
from loyaltyctl.times import AsOf, timestamp
from loyaltyctl.views.clearing import (
    follow_close,
    follow_liability,
    follow_statement,
    print_close,
    print_closes,
    print_liability,
    print_statement,
)
from loyaltyctl.views.words import second

app = typer.Typer(help="Shows and closes what the parties owe each other.", no_args_is_help=True)

Period = Annotated[
    str,
    typer.Argument(
        help="A local month, 2026-06, or days, 2026-06-01/2026-06-14, the last included."
    ),
]
RequestId = Annotated[
    str, typer.Option(help="Of an earlier try, to do the same once; a new one where empty.")
]
Limit = Annotated[int, typer.Option(min=1, help="The most periods to show, newest first.")]


@app.command()
def show(context: typer.Context, period: Period) -> None:
    """Show who owes whom for a period, closed or not."""
    session = session_of(context)
    print_statement(session.console, _statement(session, period))


@app.command()
def close(
    context: typer.Context, period: Period, *, yes: Yes = False, request_id: RequestId = ""
) -> None:
    """Close a period for good, five minutes after its end or later."""
    session = session_of(context)
    if not yes:
        require_yes(_what_closing_freezes(session, period), yes=yes)
    request = CloseClearingRequest(request_id=request_id or new_request_id(), period=period)
    answers = session.client.stream(session.client.clearing.CloseClearing, request)
    print_close(session.console, follow_close(session.console, answers))


@app.command("list")
def list_closes(context: typer.Context, limit: Limit = 24) -> None:
    """List the periods that were closed."""
    session = session_of(context)
    method = session.client.clearing.ListCloses
    closes = session.client.listed(method, ListClosesRequest(), "closes", limit)
    print_closes(session.console, closes)


def liability(context: typer.Context, as_of: AsOf = None) -> None:
    """Show what members hold: by funder and month of expiry, with debt and breakage."""
    session = session_of(context)
    request = GetLiabilityRequest()
    if as_of is not None:
        request.as_of_time.CopyFrom(timestamp(as_of))
    answers = session.client.stream(session.client.clearing.GetLiability, request)
    print_liability(session.console, follow_liability(session.console, answers))


def _statement(session: Session, period: str) -> ClearingStatement:
    request = GetClearingRequest(period=period)
    answers = session.client.stream(session.client.clearing.GetClearing, request)
    return follow_statement(session.console, answers)


def _what_closing_freezes(session: Session, period: str) -> str:
    """Say what is about to be frozen; the first close also fixes where every later one begins."""
    told = _statement(session, period)
    days = f"{second(told.start_time)} to {second(told.end_time)}"
    closing = f"closing {period} ({days}) with its {told.entry_count:,} entries"
    method = session.client.clearing.ListCloses
    if session.client.listed(method, ListClosesRequest(), "closes", 1):
        return closing
    return f"{closing}, as the first period, which fixes where all later ones begin,"
