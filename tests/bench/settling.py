"""Writing down what is due: in proportion to the lots, in bounded memory, beside other work."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from bench import sample
from bench.figures import Figure, spread
from bench.sizes import Sizes
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.harness import Harness
from support.together import require_clean_audit

LOTS_PER_ACCOUNT = 10
BATCH = 50
"""Accounts a run, as the worker takes."""
YEARS_PAST_ALL = 3
LOAD_SECONDS = 6.0


def measure_settling(running: Harness, sizes: Sizes) -> list[Figure]:
    """Return the time a lot takes at few and at many accounts, memory, and the load beside it."""
    few, many = sizes.settled_accounts_few, sizes.settled_accounts_many
    few_ms, _ = _settle(running, few)
    many_ms, grown_kib = _settle(running, many)
    require_clean_audit(running.client())
    slowed = _beside_a_load(running, many)
    return [
        Figure(
            f"settling: time a lot, {many * LOTS_PER_ACCOUNT:,} lots against "
            f"{few * LOTS_PER_ACCOUNT:,}",
            many_ms / few_ms,
            most=1.5,
            unit="x",
            detail=f"{many_ms:.2f} ms / {few_ms:.2f} ms a lot: activated, then expired; "
            f"a million would take {many_ms * 1000 / 3600:.1f} h",
        ),
        Figure(
            f"settling: memory grown over {many * LOTS_PER_ACCOUNT:,} lots",
            grown_kib / 1024,
            unit="MiB",
        ),
        slowed,
    ]


def _settle(running: Harness, accounts: int) -> tuple[float, int]:
    """Settle so many accounts full of due lots; return ms a lot and how much memory grew."""
    with _due(running, accounts):
        memory = _memory_kib()
        began = time.perf_counter()
        while settle_accounts(running.parts, BATCH):
            pass
        spent = time.perf_counter() - began
    lots = accounts * LOTS_PER_ACCOUNT
    return 1000 * spent / lots, _memory_kib() - memory


@contextmanager
def _due(running: Harness, accounts: int) -> Iterator[list[str]]:
    """Make accounts whose lots all become due; the clock is past them within."""
    client, now = running.client(), running.clock()
    members = [sample.enroll(client, now) for _ in range(accounts)]
    for member_id in members:
        sample.open_lots(client, member_id, now, LOTS_PER_ACCOUNT)
    running.clock.advance(days=YEARS_PAST_ALL * 366)
    try:
        yield members
    finally:
        running.clock.now = now


def _beside_a_load(running: Harness, accounts: int) -> Figure:
    """Return what a running load of purchases keeps of its speed while accounts are settled."""
    shares, alone_rates = [], []
    for _ in range(2):
        alone = _load(running)
        with _due(running, accounts):
            settling = threading.Event()
            worker = threading.Thread(target=_settle_until, args=(running, settling))
            worker.start()
            beside = _load(running)
            settling.set()
            worker.join()
        shares.append(beside / alone)
        alone_rates.append(alone)
    return Figure(
        "settling: purchases a second beside it, against alone",
        median(shares),
        least=0.67,
        unit="x",
        detail=f"{median(alone_rates):.0f} a second alone; {spread(shares)}",
    )


def _settle_until(running: Harness, stop: threading.Event) -> None:
    while not stop.is_set() and settle_accounts(running.parts, BATCH):
        pass


def _load(running: Harness) -> float:
    """Record purchases from four callers for some seconds; return purchases a second."""
    client, now = running.client(), running.clock()
    members = [sample.enroll(client, now) for _ in range(4)]
    counts = [0] * len(members)
    deadline = time.monotonic() + LOAD_SECONDS

    def buy(caller: int) -> None:
        while time.monotonic() < deadline:
            client.points.RecordPurchase(build.record(members[caller], sample.bill(now, 1)))
            counts[caller] += 1

    threads = [threading.Thread(target=buy, args=(caller,)) for caller in range(len(members))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / LOAD_SECONDS


def _memory_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
