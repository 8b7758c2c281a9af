"""Durations as people type them."""

from __future__ import annotations

import re

from google.protobuf.duration_pb2 import Duration

from .errors import DurationRefused

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_WRITTEN = re.compile(r"([0-9]{1,9})([smhd])")


def parse_duration(text: str) -> Duration:
    """Return a duration such as "90s", "30m", "12h" or "3d". Raises DurationRefused."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise DurationRefused(f"{text!r} is no duration such as 90s, 30m, 12h or 3d")
    return Duration(seconds=int(written[1]) * _SECONDS[written[2]])
