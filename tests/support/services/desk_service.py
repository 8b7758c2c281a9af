"""A service for a support desk: tiers with benefits, and points that wait at the hotel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import structlog
from loyalty.points.v1 import program_pb2
from loyaltyctl.app import app
from typer.testing import CliRunner

from support import build
from support.harness import OPERATOR, Harness, registry_of, start_harness
from support.plugins import simple_rules, waiting_rules

Run = Callable[..., str]
LEVELS = [
    program_pb2.Tier(
        tier_id=tier_id, display_name=tier_id, qualifying_points=points, benefits=benefits
    )
    for tier_id, points, benefits in (
        ("member", 0, ()),
        ("silver", 1500, ("late-check-out",)),
        ("gold", 9000, ("lounge",)),
    )
]


def desk_harness(database_url: str, folder: Path) -> Iterator[Harness]:
    """Start a service at this moment; its clock stands still.

    It does not log, as what it writes would come between the lines of a command in the same
    process.
    """
    structlog.configure(logger_factory=structlog.testing.CapturingLoggerFactory())
    plugins = {"simple": simple_rules, "waiting": waiting_rules}
    running = start_harness(database_url, folder, registry_of(plugins))
    running.clock.now = datetime.now(UTC).replace(microsecond=0)
    rules: build.Plugins = {"retail": [("simple", {})], "hotel": [("waiting", {})]}
    policy = program_pb2.TierPolicy(
        period=program_pb2.TIER_PERIOD_CALENDAR_YEAR, downgrade=program_pb2.TIER_DOWNGRADE_ONE_LEVEL
    )
    build.publish(running.client(), build.program(rules, tiers=LEVELS, tier_policy=policy))
    yield running
    running.stop()
    structlog.reset_defaults()


def desk_command(harness: Harness) -> Run:
    """Return what runs loyaltyctl as the operator, who says no when asked.

    It fails unless the command ends with `code`, and returns what was printed, without runs of
    spaces.
    """
    environment = {
        "LOYALTY_ADDRESS": harness.address,
        "LOYALTY_KEY": harness.keys[OPERATOR],
        "COLUMNS": "200",
    }

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, list(arguments), input="n\n", env=environment)
        assert result.exit_code == code, result.output
        return re.sub(r" +", " ", result.output)

    return run
