"""Asking for statements, clearing and liability; and right requests of theirs, to be spoilt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from loyalty.points.v1 import clearing_service_pb2 as clearing
from loyalty.points.v1 import statement_service_pb2 as statements

from support import build
from support.clocks import NOON
from support.harness import Client

DAY = timedelta(days=1)
SPAN: dict[str, Any] = {
    "start_time": build.timestamp(NOON - DAY),
    "end_time": build.timestamp(NOON + DAY),
}
MONTHS = ("2025-01", "2025-02")
"""Closed in every world of nonsense."""


def close(client: Client, period: str, request_id: str = "") -> clearing.ClearingClose:
    """Close a period and return it."""
    request = clearing.CloseClearingRequest(request_id=request_id or build.fresh(), period=period)
    closed: clearing.ClearingClose = list(client.clearing.CloseClearing(request))[-1].close
    return closed


def cleared(client: Client, period: str) -> clearing.ClearingStatement:
    """Return who owes whom for a period."""
    request = clearing.GetClearingRequest(period=period)
    told: clearing.ClearingStatement = list(client.clearing.GetClearing(request))[-1].statement
    return told


def liability(client: Client, as_of: datetime | None = None) -> clearing.Liability:
    """Return what members hold."""
    request = clearing.GetLiabilityRequest()
    if as_of is not None:
        request.as_of_time.CopyFrom(build.timestamp(as_of))
    told: clearing.Liability = list(client.clearing.GetLiability(request))[-1].liability
    return told


def as_of(
    client: Client, member_id: str, instant: datetime | None = None
) -> statements.GetStatementResponse:
    """Return what an account was."""
    request = statements.GetStatementRequest(member=build.key(member_id))
    if instant is not None:
        request.as_of_time.CopyFrom(build.timestamp(instant))
    told: statements.GetStatementResponse = client.statements.GetStatement(request)
    return told


def first_page(
    client: Client, member_id: str, start: datetime, end: datetime, size: int
) -> statements.ListStatementResponse:
    """Return the first page of a statement."""
    answer: statements.ListStatementResponse = client.statements.ListStatement(
        _statement(member_id, start, end, size)
    )
    return answer


def _statement(
    member_id: str, start: datetime, end: datetime, size: int
) -> statements.ListStatementRequest:
    return statements.ListStatementRequest(
        member=build.key(member_id),
        start_time=build.timestamp(start),
        end_time=build.timestamp(end),
        page_size=size,
    )


def pages(
    client: Client, member_id: str, start: datetime, end: datetime, size: int = 200
) -> list[statements.ListStatementResponse]:
    """Return all pages of a statement."""
    request = _statement(member_id, start, end, size)
    found = [client.statements.ListStatement(request)]
    while found[-1].next_page_token:
        request.page_token = found[-1].next_page_token
        found.append(client.statements.ListStatement(request))
    return found


def exported(
    client: Client, start: datetime, end: datetime, member_id: str = "", **parts: Any
) -> list[Any]:
    """Return the entries of a period."""
    request = statements.ExportEntriesRequest(
        start_time=build.timestamp(start), end_time=build.timestamp(end), **parts
    )
    if member_id:
        request.member.CopyFrom(build.key(member_id))
    return [entry for batch in client.statements.ExportEntries(request) for entry in batch.entries]


def close_two_months(client: Client) -> None:
    for month in MONTHS:
        close(client, month)


def valid_get_statement(world: Any) -> statements.GetStatementRequest:
    return statements.GetStatementRequest(
        member=build.key(world.member_id), as_of_time=build.timestamp(NOON)
    )


def valid_list_statement(world: Any) -> statements.ListStatementRequest:
    request = statements.ListStatementRequest(
        member=build.key(world.member_id), page_size=1, **SPAN
    )
    answer = world.harness.client().statements.ListStatement(request)
    request.page_token = answer.next_page_token
    return request


def valid_export(world: Any) -> statements.ExportEntriesRequest:
    return statements.ExportEntriesRequest(
        member=build.key(world.member_id), business_id="retail", **SPAN
    )


def valid_list_closes(world: Any) -> clearing.ListClosesRequest:
    request = clearing.ListClosesRequest(page_size=1)
    request.page_token = world.harness.client().clearing.ListCloses(request).next_page_token
    return request


VALID = {
    "GetStatement": valid_get_statement,
    "ListStatement": valid_list_statement,
    "ExportEntries": valid_export,
    "GetClearing": lambda _world: clearing.GetClearingRequest(period="2026-06"),
    "CloseClearing": lambda _world: clearing.CloseClearingRequest(
        request_id=build.fresh(), period="2025-03"
    ),
    "GetClose": lambda _world: clearing.GetCloseRequest(period="2025-01"),
    "ListCloses": valid_list_closes,
    "GetLiability": lambda _world: clearing.GetLiabilityRequest(as_of_time=build.timestamp(NOON)),
}
