"""Segments: what keeps them current by events, and the job that lets them follow from time."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.worker.jobs import Job

from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.refresh_segments import refresh_segments
from loyalty_points.use_cases.segments.segments_of_event import TYPES, segments_of_event

MEMBERS_PER_RUN = 50
"""Few enough for a run to end well within the chassis's limit."""


def segment_jobs(settings: PointsSettings, parts: Parts) -> Sequence[Job]:
    """Return the job that reckons the segments that time or a program has changed."""
    left: set[str] = set()
    return (
        Job(
            "segments",
            settings.settle_seconds,
            MEMBERS_PER_RUN,
            lambda: refresh_segments(parts, MEMBERS_PER_RUN, left),
        ),
    )


def segment_consumer(parts: Parts) -> Consumer:
    """Return what keeps segments current by purchases, returns, merges and closes."""
    return Consumer("segments", TYPES, lambda event: segments_of_event(parts, event))
