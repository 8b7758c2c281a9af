"""A service with tiers of calendar years, in points and in minor units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loyalty.points.v1 import member_pb2
from loyalty.points.v1 import program_pb2 as pb

from support import build
from support.harness import Harness, registry_of, start_harness
from support.plugins import simple_rules

LEVELS = [
    pb.Tier(
        tier_id=name,
        display_name=name.title(),
        qualifying_points=number,
        qualifying_amount_minor=10 * number,
        benefits=[f"{name}-lounge"],
    )
    for name, number in (("member", 0), ("silver", 1000), ("gold", 3000))
]


def tiered_harness(database_url: str, folder: Path, **policy: Any) -> Iterator[Harness]:
    """Start a service whose members lose a tier at New Year that they did not earn again."""
    running = start_harness(database_url, folder, registry_of({"simple": simple_rules}))
    tier_policy = pb.TierPolicy(
        period=pb.TIER_PERIOD_CALENDAR_YEAR, downgrade=pb.TIER_DOWNGRADE_ONE_LEVEL, **policy
    )
    program = build.program({"retail": [("simple", {})]}, tiers=LEVELS, tier_policy=tier_policy)
    build.publish(running.client(), program)
    yield running
    running.stop()


def progress(**parts: Any) -> member_pb2.TierProgress:
    return member_pb2.TierProgress(**parts)
