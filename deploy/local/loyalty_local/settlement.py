"""The demo's end: who owes whom, what the group owes its members, what the worker did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loyalty.points.v1.clearing_service_pb2 import (
    GetClearingRequest,
    GetLiabilityRequest,
    Liability,
)
from loyalty.points.v1.entry_pb2 import EntryKind
from loyalty.points.v1.statement_service_pb2 import ListStatementRequest
from loyaltyctl.client import Client
from loyaltyctl.member_names import parse_member
from loyaltyctl.times import timestamp
from loyaltyctl.views.clearing import follow_liability, follow_statement, print_statement
from loyaltyctl.views.words import kind
from rich.console import Console
from rich.table import Table

WORKER_KINDS = (
    EntryKind.ENTRY_KIND_POINTS_ACTIVATED,
    EntryKind.ENTRY_KIND_TIER_REVIEWED,
    EntryKind.ENTRY_KIND_HOLD_LAPSED,
    EntryKind.ENTRY_KIND_POINTS_EXPIRED,
)


def period_of(first: datetime, last: datetime, zone_name: str) -> str:
    """Return the clearing period of the local days from one instant to another."""
    zone = ZoneInfo(zone_name)
    return f"{first.astimezone(zone):%Y-%m-%d}/{last.astimezone(zone):%Y-%m-%d}"


def print_clearing(console: Console, operator: Client, period: str) -> None:
    """Print who owes whom for what was recorded in a period. Raises grpc.RpcError."""
    request = GetClearingRequest(period=period)
    answers = operator.stream(operator.clearing.GetClearing, request)
    print_statement(console, follow_statement(console, answers))


def print_liability(console: Console, operator: Client) -> None:
    """Print what the group owes its members now, by who pays for it. Raises grpc.RpcError."""
    answers = operator.stream(operator.clearing.GetLiability, GetLiabilityRequest())
    console.print(_table(follow_liability(console, answers)))


def _table(told: Liability) -> Table:
    pending: Counter[str] = Counter()
    for line in told.lines:
        pending[line.funder] += line.pending_points
    table = Table("funder", title="Points that members hold", title_justify="left")
    for name in ("outstanding", "of them pending", "debt", "breakage so far"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = [
        (each.outstanding_points, pending[each.funder], each.debt_points, each.breakage_points)
        for each in told.funders
    ]
    for each, row in zip(told.funders, rows, strict=True):
        table.add_row(each.funder, *(f"{points:,}" for points in row))
    table.add_section()
    table.add_row("sum", *(f"{sum(column):,}" for column in zip(*rows, strict=True)))
    return table


def print_worker(
    console: Console, operator: Client, member_names: Iterable[str], since: datetime
) -> None:
    """Print what time has brought about since then: the entries that the worker wrote.

    Nothing where there are none. Raises grpc.RpcError.
    """
    written: Counter[EntryKind] = Counter()
    for name in member_names:
        request = ListStatementRequest(
            member=parse_member(name),
            start_time=timestamp(since),
            end_time=timestamp(datetime.now(UTC)),
            page_size=1,
        )
        answer = operator.call(operator.statements.ListStatement, request)
        written.update({total.kind: total.entry_count for total in answer.totals})
    told = [f"{written[each]:,} {kind(each)}" for each in WORKER_KINDS if written[each]]
    if told:
        console.print(f"Written by the worker meanwhile: {', '.join(told)}.")
