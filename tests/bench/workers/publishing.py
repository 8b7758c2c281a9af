"""The relay of the points service, in a process of its own, begun and ended at will."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import Any

import structlog
from loyalty_chassis.clock import system_clock
from loyalty_chassis.events.relay import Relay
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.worker.jobs import PacedJob
from loyalty_chassis.worker.publishing import publisher_for
from loyalty_chassis.worker.relaying import job_of
from loyalty_points.events.catalogue import events_of
from loyalty_points.store.outbox import EntryOutbox

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
    """Publish what comes at a worker's pace, until the end."""
    stop, counts = threading.Event(), [0]

    def counted() -> int:
        published: int = _state["relay"].run()
        counts[0] += published
        return published

    def run() -> None:
        job = PacedJob(replace(job_of(_state["relay"]), run=counted))
        while not stop.is_set():
            job.run()
            stop.wait(job.pause_seconds)

    thread = threading.Thread(target=run)
    _state.update(stop=stop, counts=counts, thread=thread, cpu=time.process_time())
    thread.start()


def end() -> tuple[int, float]:
    """Publish no more; return how many entries were published, and the CPU time that took."""
    _state["stop"].set()
    _state["thread"].join()
    return _state["counts"][0], time.process_time() - _state["cpu"]
