"""Runs a worker until it is told to stop."""

from __future__ import annotations

import faulthandler
import signal
from collections.abc import Mapping, Sequence

import eventlet
import structlog
from nameko.constants import (
    AMQP_URI_CONFIG_KEY,
    DEFAULT_MAX_WORKERS,
    DEFAULT_TRANSPORT_OPTIONS,
    MAX_WORKERS_CONFIG_KEY,
    TRANSPORT_OPTIONS_CONFIG_KEY,
)
from nameko.runners import ServiceRunner

from loyalty_chassis.events.relay import Relay
from loyalty_chassis.worker.jobs import Job
from loyalty_chassis.worker.relaying import close, job_of
from loyalty_chassis.worker.timers import service_of

LOOK_SECONDS = 0.1
LEAST_STOP_SECONDS = 0.001
MEMORY_POLL_SECONDS = 0.01
"""kombu looks once a second by default: ten events a second at most."""

logger = structlog.get_logger()


def run_worker(
    name: str,
    jobs: Sequence[Job],
    broker_url: str,
    stop_seconds: float,
    relays: Sequence[Relay] = (),
    consumers: Sequence[type] = (),
) -> None:
    """Run jobs, relays and consumers until SIGTERM or SIGINT, then finish what is in hand.

    Where that takes longer than `stop_seconds` the process ends with code 1, and says on
    standard error where it was. Call `patch_standard_library` first of all. Raises ValueError
    where two jobs have the same name.
    """
    jobs = [*jobs, *(job_of(relay) for relay in relays)]
    runner = ServiceRunner(_configuration(broker_url, len(jobs)))
    runner.add_service(service_of(name, jobs))
    for service in consumers:
        runner.add_service(service)
    request = _StopRequest(stop_seconds)
    runner.start()
    logger.info("working", jobs=[job.name for job in jobs])
    eventlet.spawn(_stop_when_asked, request, runner)
    runner.wait()
    for relay in relays:
        close(relay)
    logger.info("stopped")


def _configuration(broker_url: str, job_count: int) -> Mapping[str, object]:
    options = dict(DEFAULT_TRANSPORT_OPTIONS)
    if broker_url.startswith("memory:"):
        options["polling_interval"] = MEMORY_POLL_SECONDS
    return {
        AMQP_URI_CONFIG_KEY: broker_url,
        TRANSPORT_OPTIONS_CONFIG_KEY: options,
        # So that no job waits for another; it is also how many messages are fetched at once.
        MAX_WORKERS_CONFIG_KEY: max(DEFAULT_MAX_WORKERS, job_count),
    }


class _StopRequest:
    """Takes note of the first SIGTERM or SIGINT, and bounds the time until the process ends.

    A signal's handler runs in the middle of anything: it must not touch eventlet or locks.
    The bound is kept by a thread in C, so that it holds even if a run never lets go.
    """

    def __init__(self, stop_seconds: float) -> None:
        self.is_made = False
        self._seconds = max(stop_seconds, LEAST_STOP_SECONDS)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, *_: object) -> None:
        if not self.is_made:
            self.is_made = True
            faulthandler.dump_traceback_later(self._seconds, exit=True)


def _stop_when_asked(request: _StopRequest, runner: ServiceRunner) -> None:
    # Nothing that a signal's handler does wakes eventlet from its waiting.
    while not request.is_made:
        eventlet.sleep(LOOK_SECONDS)
    logger.info("stopping")
    runner.stop()
