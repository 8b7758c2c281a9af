"""A worker that relays and handles what it relays: `chain_worker.py NAME DATABASE_URL BROKER_URL`.

Its consumer writes each event down where its subject's are listed, in order.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    name, database_url, broker_url = sys.argv[1:]
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

    from support.events.eventing import TYPE, listing

    configure_logs("INFO")
    unit_of_work = UnitOfWork(connect(database_url))
    consumers = (Consumer("lists", (TYPE,), listing, is_ordered=True),)
    publisher = publisher_for(name, broker_url, queues_of(name, consumers, name))
    relay = Relay(name, [DocumentOutbox()], publisher, unit_of_work, system_clock)
    service = consuming_service(name, consumers, unit_of_work, system_clock, source=name)
    job = retry_job(consumers, unit_of_work, system_clock, seconds=0.1)
    run_worker(name, [job], broker_url, 20, [relay], (service,))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
