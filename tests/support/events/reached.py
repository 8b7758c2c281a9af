"""Requests about journeys, and reaches for them to find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from loyalty.points.v1 import journey_service_pb2 as pb
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.store.reaches import keep_reach

from support.clocks import NOON
from support.harness import Harness

PUBLISHED_LATER = 2
"""The version of the program that declares journeys."""


def prepare(harness: Harness, member_id: str) -> None:
    """Let two journeys wait for a member."""
    for days in (1, 2):
        reach = Reach("hello", member_id, f"day-{days}", NOON + timedelta(days=days))
        keep_reach(harness.parts.unit_of_work, reach)


def _list(world: Any) -> pb.ListReachesRequest:
    first = pb.ListReachesRequest(member_id=world.member_id, page_size=1)
    token = world.harness.client().journeys.ListReaches(first).next_page_token
    return pb.ListReachesRequest(member_id=world.member_id, page_size=1, page_token=token)


VALID: Mapping[str, Callable[[Any], Any]] = {
    "PreviewJourney": lambda _world: pb.PreviewJourneyRequest(
        journey_id="hello", program_version=PUBLISHED_LATER, day="2026-06-15"
    ),
    "ListReaches": _list,
}
