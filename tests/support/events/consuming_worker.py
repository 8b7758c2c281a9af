"""A worker of consumers: `python consuming_worker.py DATABASE_URL BROKER_URL FOLDER QUEUES`.

QUEUES is `quorum` or `classic`.

What a consumer does at an event is in the event's data, and what it did in the database. An
event that is broken is mended once FOLDER has a file of the name `mended`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

CONSUMERS = ("lists", "orders", "computes")
RETRY_SECONDS = (0.2, 0.4, 0.8)
STOP_SECONDS = 20.0
SERVICE = SOURCE = "test"


def main() -> None:
    database_url, broker_url, folder, queues = sys.argv[1:]
    from loyalty_chassis.worker.patching import patch_standard_library

    patch_standard_library()
    from loyalty_chassis.clock import system_clock
    from loyalty_chassis.events.consumers import CannotHandle, Consumer
    from loyalty_chassis.events.envelope import Event
    from loyalty_chassis.logs import configure_logs
    from loyalty_chassis.storage.connection import connect
    from loyalty_chassis.storage.transactions import UnitOfWork
    from loyalty_chassis.storage.writes import Write
    from loyalty_chassis.worker.consuming import consuming_service, retry_job
    from loyalty_chassis.worker.running import run_worker

    from support.events.eventing import listing

    mended = Path(folder) / "mended"

    def seconds_of(event: Event) -> float:
        seconds = event.data.get("seconds", 0)
        assert isinstance(seconds, int | float)
        return seconds

    def handle(event: Event) -> Sequence[Write]:
        if event.data.get("is_broken") and not mended.exists():
            raise ValueError("broken")
        if event.data.get("is_unknown") and not mended.exists():
            raise CannotHandle("unknown")
        if seconds := seconds_of(event):
            (Path(folder) / "begun").touch()
            time.sleep(seconds)
        return listing(event)

    def compute(event: Event) -> Sequence[Write]:
        until = time.monotonic() + seconds_of(event)
        while time.monotonic() < until:
            sum(range(1000))
        return listing(event)

    configure_logs("INFO")
    unit_of_work = UnitOfWork(connect(database_url))
    consumers = (
        Consumer("lists", ("loyalty.lists.*",), handle, retry_seconds=RETRY_SECONDS),
        # What a killed worker left uncommitted, the database holds for a minute: no short retries.
        Consumer("orders", ("loyalty.orders.#",), handle, is_ordered=True),
        Consumer("computes", ("loyalty.computes.*",), compute, is_slow=True),
    )
    service = consuming_service(
        SERVICE,
        consumers,
        unit_of_work,
        system_clock,
        source=SOURCE,
        is_quorum=queues == "quorum",
    )
    job = retry_job(consumers, unit_of_work, system_clock, seconds=0.1)
    run_worker(SERVICE, [job], broker_url, STOP_SECONDS, consumers=(service,))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
