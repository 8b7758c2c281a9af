"""A plugin for journeys: the member's tags say what it answers, and what harm it does."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from loyalty_sdk import JourneyOccurrence, JourneyStep, Member, hookimpl

HANG_SECONDS = 60.0
"""Longer than any test waits; a test's process ends before."""


@hookimpl
def set_off_journeys(member: Member, today: date) -> Any:
    """Answer every day for who is lucky; do harm for who is tagged so."""
    if "sets-off-raise" in member.tags:
        raise RuntimeError("no luck")
    if "sets-off-nonsense" in member.tags:
        return [today]
    if "sets-off-loop" in member.tags:
        _loop()
    return [JourneyOccurrence(name=today.isoformat())] if "lucky" in member.tags else ()


@hookimpl
def take_journey_step(member: Member, journey_id: str, occurrence: str) -> Any:
    """Give points, or tell others, by the tags."""
    if "step-raise" in member.tags:
        raise RuntimeError("no luck")
    if "step-loop" in member.tags:
        _loop()
    if "step-none" in member.tags:
        return ()
    if "step-two" in member.tags:
        return [JourneyStep(points=1, reason="two")] * 2
    if "step-casino" in member.tags:
        return [JourneyStep(points=1, reason="casino", funder="casino")]
    if "step-tell" in member.tags:
        told = (("on", occurrence), ("journey", journey_id))
        return [JourneyStep(event_name="lucky-day", attributes=told)]
    return [JourneyStep(points=20 if member.is_birthday else 10, reason="luck", funder="retail")]


def _loop() -> None:
    until = time.monotonic() + HANG_SECONDS
    while time.monotonic() < until:
        sum(range(1000))
