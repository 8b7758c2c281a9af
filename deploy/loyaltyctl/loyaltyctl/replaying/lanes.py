"""Many callers at once, and for each member one purchase after the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

LOOKAHEAD_PER_CALLER = 100


def run_in_lanes(
    items: Iterable[T],
    lane_of: Callable[[T], Hashable],
    work: Callable[[T], R],
    callers: int,
    stop: threading.Event | None = None,
) -> Iterator[R]:
    """Do `work` on every item with that many callers; yield results as they come.

    Items of one lane are done in their order, each after the one before it has ended.
    What `work` raises is raised here, once what is under way has ended. When `stop` is set,
    no more is begun, and the results of what is under way come last.
    """
    stopped = (stop or threading.Event()).is_set
    pool = ThreadPoolExecutor(callers, thread_name_prefix="caller")
    lanes = _Lanes(items, lane_of, callers * LOOKAHEAD_PER_CALLER)
    running: dict[Future[tuple[R, ...]], T] = {}

    def begin(item: T) -> tuple[R, ...]:
        return () if stopped() else (work(item),)

    try:
        while True:
            for item in lanes.take(0 if stopped() else callers * 2 - len(running)):
                running[pool.submit(begin, item)] = item
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                lanes.finish(running.pop(future))
                yield from future.result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Lanes(Generic[T]):
    """What waits, by lane; only the first of a lane may be taken."""

    def __init__(
        self, items: Iterable[T], lane_of: Callable[[T], Hashable], lookahead: int
    ) -> None:
        self._source = iter(items)
        self._lane_of = lane_of
        self._lookahead = lookahead
        self._lanes: dict[Hashable, deque[T]] = {}
        self._ready: deque[T] = deque()
        self._waiting = 0

    def take(self, most: int) -> Iterator[T]:
        """Yield items that may be done now, at most so many."""
        self._read_ahead()
        while most > 0 and self._ready:
            most -= 1
            self._waiting -= 1
            yield self._ready.popleft()

    def finish(self, item: T) -> None:
        """Let the next item of the same lane be taken."""
        lane_id = self._lane_of(item)
        lane = self._lanes[lane_id]
        if lane:
            self._ready.append(lane.popleft())
        else:
            del self._lanes[lane_id]

    def _read_ahead(self) -> None:
        for item in islice(self._source, self._lookahead - self._waiting):
            self._waiting += 1
            lane_id = self._lane_of(item)
            if lane_id in self._lanes:
                self._lanes[lane_id].append(item)
            else:
                self._lanes[lane_id] = deque()
                self._ready.append(item)
