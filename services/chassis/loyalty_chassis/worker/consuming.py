"""Consumers as the entrypoints of a nameko service: from the broker's queue to the handler."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import eventlet
import structlog
from eventlet import Timeout, tpool
from kombu import Queue
from nameko.extensions import Entrypoint

from loyalty_chassis.clock import Clock
from loyalty_chassis.events.consumers import Consumer
from loyalty_chassis.events.deliveries import Message
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.handling import Guard
from loyalty_chassis.events.in_process import OUTSTANDING
from loyalty_chassis.events.processor import Processor, retry_due
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Write
from loyalty_chassis.worker.consumer_queues import queue_of
from loyalty_chassis.worker.jobs import Job
from loyalty_chassis.worker.queues import EventQueues

FIRST_PAUSE_SECONDS = 0.2
PAUSE_SECONDS_MAX = 3.0
LOOK_SECONDS = 0.05
HANDLER_SECONDS_MAX = 30.0
RETRIES_PER_RUN = PER_CONSUMER = 10

logger = structlog.get_logger()


class HandlerTooSlow(Exception):
    """A handler took too long: it failed, and is tried again later."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message in hand: not acknowledged until it is handled or kept."""

    message: Any
    """kombu's."""
    event: Event | Exception


class EventConsumer(Entrypoint):
    """Brings a consumer's messages to its processor.

    Messages of one lane go one by one, as they came; others beside each other, at most as
    many as are fetched. A message is acknowledged once it is handled or kept in the database;
    while the database is away it stays in hand, and so holds up no more than were fetched.
    """

    queues = EventQueues()

    def __init__(self, processor: Processor, queue: Queue) -> None:
        """Bring what comes into `queue` to the processor."""
        super().__init__()
        self.queue = queue
        self._processor = processor
        self._lanes: dict[str, deque[Received]] = {}
        self._in_hand = 0
        self._is_stopping = False

    def setup(self) -> None:
        """Be given messages once the service runs."""
        self.queues.register_provider(self)

    def stop(self) -> None:
        """Finish what is in hand, acknowledge it, and leave the rest to the broker."""
        self._is_stopping = True
        while self._in_hand:
            eventlet.sleep(LOOK_SECONDS)
        self.queues.unregister_provider(self)

    def forget_waiting(self) -> None:
        """Let go of what came over a connection that is lost: the broker brings it again."""
        for lane in self._lanes.values():
            lane.clear()

    def receive(self, message: Any) -> None:  # noqa: ANN401, kombu's
        """Take a message from the broker, in the order in which it brings them. Never waits."""
        event = self._processor.read(_bytes_of(message.body))
        received = Received(message, event)
        lane = self._processor.lane(event)
        if not lane:
            self._start(partial(self._settle, received))
        elif lane in self._lanes:
            self._lanes[lane].append(received)
        else:
            self._lanes[lane] = deque((received,))
            self._start(partial(self._settle_lane, lane))

    def _start(self, work: partial[None]) -> None:
        self._in_hand += 1
        self.container.spawn_managed_thread(partial(self._run, work), identifier=self.queue.name)

    def _run(self, work: partial[None]) -> None:
        try:
            work()
        finally:
            self._in_hand -= 1

    def _settle_lane(self, lane: str) -> None:
        messages = self._lanes[lane]
        try:
            while messages and not self._is_stopping:
                self._settle(messages.popleft())
        finally:
            del self._lanes[lane]

    def _settle(self, received: Received) -> None:
        """Have a message handled or kept, however long the database is away; acknowledge it."""
        message = Message(_bytes_of(received.message.body), _headers_of(received.message))
        pause = FIRST_PAUSE_SECONDS
        while not self._is_stopping:
            try:
                self._processor.take(message, received.event)
            except Exception as error:  # noqa: BLE001, the boundary: nothing may be lost
                self._tell_held(error, pause)
                self._sleep(pause)
                pause = min(2 * pause, PAUSE_SECONDS_MAX)
            else:
                self.queues.acknowledge(received.message)
                # Named as it was handed out, which may be more than could be read of it.
                message_id = received.message.properties.get("message_id", "")
                OUTSTANDING.come_back(self.queue.name, message_id)
                return

    def _tell_held(self, error: Exception, pause: float) -> None:
        name = self._processor.consumer.name
        logger.warning("message held", consumer=name, retry_seconds=pause, error=str(error))

    def _sleep(self, seconds: float) -> None:
        """Wait, or until it is to stop."""
        waited = 0.0
        while waited < seconds and not self._is_stopping:
            eventlet.sleep(LOOK_SECONDS)
            waited += LOOK_SECONDS


def consuming_service(
    name: str,
    consumers: Sequence[Consumer],
    unit_of_work: UnitOfWork,
    clock: Clock,
    *,
    source: str,
    is_quorum: bool = False,
) -> type:
    """Return a nameko service that runs the consumers of the events that `source` publishes.

    Their queues are `<name>.<consumer>`. Raises ValueError where two consumers have the same
    name.
    """
    methods = {
        consumer.name: _method(
            Processor(consumer, unit_of_work, clock, guard_of(consumer)),
            queue_of(name, consumer, source, is_quorum=is_quorum),
        )
        for consumer in consumers
    }
    if len(methods) < len(consumers):
        raise ValueError("two consumers of one name")
    return type(f"{name}_consumers", (), {"name": f"{name}_consumers", **methods})


def retry_job(
    consumers: Sequence[Consumer], unit_of_work: UnitOfWork, clock: Clock, seconds: float = 0.5
) -> Job:
    """Return the job that tries again what failed, looking for what is due every `seconds`."""
    processors = [
        Processor(consumer, unit_of_work, clock, guard_of(consumer)) for consumer in consumers
    ]
    return Job(
        "retry-events", seconds, RETRIES_PER_RUN, lambda: retry_due(processors, PER_CONSUMER)
    )


def guard_of(consumer: Consumer) -> Guard:
    """Return what runs the consumer's handler: within 30 s, and in a thread if it is slow."""

    def guard(handle: Callable[[], Sequence[Write]]) -> Sequence[Write]:
        with Timeout(HANDLER_SECONDS_MAX, HandlerTooSlow(f"took over {HANDLER_SECONDS_MAX:g} s")):
            # A thread of its own leaves the hub alone; eventlet's own would keep it busy.
            return tpool.execute(handle) if consumer.is_slow else handle()

    return guard


def _method(processor: Processor, queue: Queue) -> Callable[[object], None]:
    def method(_service: object) -> None:
        """Stand for the consumer: nameko finds entrypoints at methods."""

    decorate: Callable[[Callable[[object], None]], Callable[[object], None]]
    decorate = EventConsumer.decorator(processor, queue)
    return decorate(method)


def _bytes_of(body: str | bytes | memoryview) -> bytes:
    return body.encode(errors="surrogatepass") if isinstance(body, str) else bytes(body)


def _headers_of(message: Any) -> Mapping[str, object]:  # noqa: ANN401, kombu's
    """Return what the broker knows of a message beside its body."""
    return {
        **(message.headers or {}),
        "content-type": message.content_type,
        "exchange": message.delivery_info.get("exchange"),
        "routing-key": message.delivery_info.get("routing_key"),
    }
