"""The demo's end: what followed by itself, and whether every event was delivered."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping

from loyalty.points.v1.event_service_pb2 import GetEventStatusRequest, GetEventStatusResponse
from loyalty.points.v1.journey_service_pb2 import ListReachesRequest, ReachOutcome
from loyalty.points.v1.member_pb2 import Member
from loyalty.points.v1.member_service_pb2 import GetMemberRequest
from loyaltyctl.client import Client
from rich.console import Console
from rich.table import Table

from .watching import LagWatch, TierMoves

PACKAGE = "loyalty.points.v1."
PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.5
GROUP_SEGMENTS = {"active", "at_risk", "lost", "frequency", "monetary"}
"""How the group's segments begin; those of a business have its id before them."""
STEADY_SECONDS = 3.0
"""For so long nothing may be on its way: journeys act on events, and tell of it by others."""


def wait_for_events(
    operator: Client, lag: LagWatch | None = None
) -> tuple[GetEventStatusResponse, float]:
    """Wait until every event is delivered; return the last status, and how long it took.

    What is seen on the way is told to `lag`.

    Ends also when nothing is delivered any more for two minutes. Raises grpc.RpcError.
    """
    began = moved = time.monotonic()
    steady_since: float | None = None
    published = -1
    while True:
        status: GetEventStatusResponse = operator.call(
            operator.events.GetEventStatus, GetEventStatusRequest()
        )
        now = time.monotonic()
        if lag is not None:
            lag.see(status)
        if status.relay.published_count != published:
            published, moved, steady_since = status.relay.published_count, now, None
        elif is_delivered(status):
            steady_since = steady_since or now
            if now - steady_since >= STEADY_SECONDS:
                return status, steady_since - began
        if now - moved > PATIENCE_SECONDS:
            return status, now - began
        time.sleep(LOOK_SECONDS)


def is_delivered(status: GetEventStatusResponse) -> bool:
    """Tell whether nothing is unpublished, and nothing waits for a retry or is parked."""
    waits = any(each.waiting_count or each.parked_count for each in status.consumers)
    return not status.relay.HasField("oldest_time") and not waits


def missing_of(status: GetEventStatusResponse, least: Mapping[str, int]) -> dict[str, int]:
    """Return how many events of each type are missing of those that there must be at least."""
    by_type = status.relay.published_by_type
    missing = {name: count - by_type[PACKAGE + name] for name, count in least.items()}
    return {name: count for name, count in missing.items() if count > 0}


def print_events(
    console: Console, status: GetEventStatusResponse, seconds: float, least: Mapping[str, int]
) -> bool:
    """Print what was delivered, by type; tell whether all was, and of some types that many."""
    table = Table("event", title="Events delivered", title_justify="left")
    table.add_column("so many", justify="right", no_wrap=True)
    for name, count in sorted(status.relay.published_by_type.items()):
        table.add_row(name.removeprefix(PACKAGE), f"{count:,}")
    console.print(table)
    lag = f"{status.relay.lag_milliseconds / 1000:.1f} s"
    console.print(f"The last was delivered {seconds:.0f} s after the audit; the lag is {lag} now.")
    for consumer in status.consumers:
        console.print(
            f"[red]{consumer.consumer}: {consumer.waiting_count} wait, "
            f"{consumer.parked_count} are parked[/red]"
        )
    missing = missing_of(status, least)
    for name, count in missing.items():
        console.print(f"[red]{count} events {name} were not delivered[/red]")
    if not is_delivered(status):
        console.print("[red]Not every event was delivered.[/red]")
    return is_delivered(status) and not missing


def print_journeys(console: Console, operator: Client, member_ids: Iterable[str]) -> None:
    """Print what journeys did for these members. Raises grpc.RpcError."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for member_id in member_ids:
        request = ListReachesRequest(member_id=member_id)
        for reach in operator.listed(operator.journeys.ListReaches, request, "reaches"):
            outcomes[reach.journey_id, _outcome(reach.outcome)] += 1
    table = Table("journey", "what came of it", title="Journeys", title_justify="left")
    table.add_column("so many", justify="right", no_wrap=True)
    for (journey_id, outcome), count in sorted(outcomes.items()):
        table.add_row(journey_id, outcome, f"{count:,}")
    console.print(table if outcomes else "No journey reached anybody.")


def print_lags(console: Console, replaying: LagWatch, draining: LagWatch) -> None:
    """Print how late events were while purchases came, and until the last was delivered."""
    seen, left = (each.greatest_milliseconds / 1000 for each in (replaying, draining))
    console.print(
        f"The greatest lag seen: {seen:.1f} s while the purchases were replayed, "
        f"{left:.1f} s from the audit until all was delivered.",
        soft_wrap=True,
    )


def read_members(operator: Client, member_ids: Iterable[str]) -> list[Member]:
    """Return members with their tier and segments, a call each. Raises grpc.RpcError."""
    requests = (GetMemberRequest(member_id=member_id) for member_id in member_ids)
    return [operator.call(operator.members.GetMember, each).member for each in requests]


def print_tiers(console: Console, moves: TierMoves, members: Iterable[Member]) -> None:
    """Print how often members rose and fell to each tier, and how many are in it now.

    What their purchases' entries did not tell, such as a review, shows in the members.
    """
    for member in members:
        moves.see(member.member_id, member.tier_id)
    table = Table("tier", title="Tier changes", title_justify="left")
    for name in ("rose to it", "fell to it", "members now"):
        table.add_column(name, justify="right", no_wrap=True)
    now = moves.now()
    for tier_id in moves.tier_ids:
        counts = (moves.risen[tier_id], moves.fallen[tier_id], now[tier_id])
        table.add_row(tier_id, *(f"{count:,}" for count in counts))
    console.print(table)


def print_segments(console: Console, members: Iterable[Member]) -> None:
    """Print how many of these members are in each of the group's segments."""
    counts: Counter[str] = Counter()
    for member in members:
        codes = member.segments
        counts.update(code for code in codes if code.partition(".")[0] in GROUP_SEGMENTS)
    table = Table("segment", title="Segments of the group", title_justify="left")
    table.add_column("members", justify="right", no_wrap=True)
    for code, count in sorted(counts.items()):
        table.add_row(code, f"{count:,}")
    console.print(table if counts else "Nobody is in a segment.")


def _outcome(outcome: ReachOutcome) -> str:
    name = ReachOutcome.Name(outcome).removeprefix("REACH_OUTCOME_")
    return name.replace("_", " ").lower()
