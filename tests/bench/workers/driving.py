"""Runs prepared operations on threads, and measures time, latency and CPU time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Operation = Callable[[], None]


@dataclass(frozen=True)
class Load:
    """What came of one round."""

    count: int
    seconds: float
    cpu_seconds: float
    """Of the process that ran the operations."""
    median_ms: float
    retries: int = 0

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU time of one operation."""
        return 1000 * self.cpu_seconds / self.count


def drive(operations: Sequence[Sequence[Operation]]) -> Load:
    """Run each sequence of operations on a thread of its own, all at the same time.

    Raises what an operation raises.
    """
    latencies: list[float] = []
    failures: list[BaseException] = []
    start = threading.Barrier(len(operations) + 1)

    def run(own: Sequence[Operation]) -> None:
        start.wait()
        try:
            for operation in own:
                before = time.perf_counter()
                operation()
                latencies.append(time.perf_counter() - before)
        except BaseException as error:  # noqa: BLE001  # raised again on the main thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(own,)) for own in operations]
    for thread in threads:
        thread.start()
    start.wait()
    began, cpu_began = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    if failures:
        raise failures[0]
    return Load(len(latencies), seconds, cpu_seconds, 1000 * median(latencies))
