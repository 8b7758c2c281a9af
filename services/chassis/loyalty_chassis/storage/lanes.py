"""Lanes: calls of this process that want the same thing go one after another.

What they write is guarded by compare-and-set all the same. A lane only saves the tries
that another call of this process would spoil, so nobody waits for one at any price.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LANES = 1024
"""Things that share a lane wait for each other in vain; with so many, few do."""
WAIT_SECONDS_MAX = 1.0
WAIT_SHARE_OF_TIME = 0.5
"""Of the caller's time, so that there is some left to do the work in."""

_lanes = tuple(threading.Lock() for _ in range(LANES))


@contextmanager
def within_lane(name: str, seconds: float) -> Iterator[None]:
    """Run the block alone among those of that name; with others after 1 s, or half of `seconds`.

    Without a name there is no lane. Lanes are not nested.
    """
    if not name:
        yield
        return
    lane = _lanes[hash(name) % LANES]
    is_ours = lane.acquire(timeout=min(WAIT_SECONDS_MAX, seconds * WAIT_SHARE_OF_TIME))
    try:
        yield
    finally:
        if is_ours:
            lane.release()
