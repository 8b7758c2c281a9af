"""The relay of the points service, in a process of its own, begun and ended at will."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import structlog
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.relay import Relay
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.worker.publishing import publisher_for
from loyalty_points.events.catalogue import events_of
from loyalty_points.store.outbox import EntryOutbox

LOOK_SECONDS = 0.05
"""As in a worker."""

_state: dict[str, Any] = {}


def start(database_url: str, broker_url: str) -> None:
    """Connect this process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    unit_of_work = UnitOfWork(connect(database_url))
    publisher = publisher_for("points", broker_url)
    _state["relay"] = Relay(
        "points", [EntryOutbox(events_of)], publisher, unit_of_work, system_clock
    )


def drain() -> int:
    """Publish all there is; return how many entries."""
    done = 0
    while published := _state["relay"].run():
        done += published
    return done


def begin() -> None:
    """Publish what comes, until the end."""
    stop, counts = threading.Event(), [0]

    def run() -> None:
        while not stop.is_set():
            published = _state["relay"].run()
            counts[0] += published
            if not published:
                stop.wait(LOOK_SECONDS)

    thread = threading.Thread(target=run)
    _state.update(stop=stop, counts=counts, thread=thread, cpu=time.process_time())
    thread.start()


def end() -> tuple[int, float]:
    """Publish no more; return how many entries were published, and the CPU time that took."""
    _state["stop"].set()
    _state["thread"].join()
    return _state["counts"][0], time.process_time() - _state["cpu"]
