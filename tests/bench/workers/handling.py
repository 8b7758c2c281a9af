"""Relays and handles: `handling.py NAME DATABASE_URL BROKER_URL FILE`.

Its consumer is idempotent and has no other effect. FILE gets a line for each event handled:
its id, and when by the machine's monotonic clock.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

TYPE = "loyalty.bench.v1.Noted"
CONSUMER = "notes"


def main() -> None:
    name, database_url, broker_url, path = sys.argv[1:]
    from loyalty_chassis.worker.patching import patch_standard_library

    patch_standard_library()
    from loyalty_chassis.clock import system_clock
    from loyalty_chassis.events.consumers import Consumer
    from loyalty_chassis.events.outbox import DocumentOutbox
    from loyalty_chassis.events.relay import Relay
    from loyalty_chassis.logs import configure_logs
    from loyalty_chassis.storage.connection import connect
    from loyalty_chassis.storage.transactions import UnitOfWork
    from loyalty_chassis.worker.consumer_queues import queues_of
    from loyalty_chassis.worker.consuming import consuming_service, retry_job
    from loyalty_chassis.worker.publishing import publisher_for
    from loyalty_chassis.worker.running import run_worker

    with Path(path).open("a", buffering=1) as told:

        def handle(event: Any) -> tuple[()]:
            told.write(f"{event.event_id} {time.monotonic()}\n")
            return ()

        configure_logs("WARNING")
        unit_of_work = UnitOfWork(connect(database_url))
        consumers = (Consumer(CONSUMER, (TYPE,), handle),)
        publisher = publisher_for(name, broker_url, queues_of(name, consumers, name))
        relay = Relay(name, [DocumentOutbox()], publisher, unit_of_work, system_clock)
        service = consuming_service(name, consumers, unit_of_work, system_clock, source=name)
        job = retry_job(consumers, unit_of_work, system_clock)
        run_worker(name, [job], broker_url, 20, [relay], (service,))


if __name__ == "__main__":
    main()
