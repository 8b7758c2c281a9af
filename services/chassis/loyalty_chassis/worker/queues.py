"""nameko's queue consumer, mended where it loses messages, time or itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import structlog
from amqp.exceptions import AMQPError
from eventlet import Timeout
from kombu.exceptions import KombuError
from nameko.messaging import QueueConsumer, QueueConsumerStopped

from loyalty_chassis.worker.publishing import is_in_process

logger = structlog.get_logger()

PREFETCH = 50
"""Of a queue: those in hand share their reads and commits."""
CANCEL_SECONDS = 5.0
"""How long a stop waits for the broker; what is not acknowledged then, it brings again."""


class EventQueues(QueueConsumer):
    """Hands messages on as they are, in the order in which the broker brings them.

    nameko's own decodes them first, and acknowledges what it cannot decode; starts a thread
    for each, which loses their order; ends the process where an acknowledgment finds the
    connection gone; does not start without a broker; and stops fetching before what is in
    hand is acknowledged.
    """

    def __init__(self) -> None:
        """Start without a connection."""
        super().__init__()
        self._starting = False
        self._is_connected = False

    @property
    def prefetch_count(self) -> int:
        """How many messages of a queue are in hand at most; kombu's memory:// counts of all."""
        return PREFETCH * (len(self._providers) if is_in_process(self.amqp_uri) else 1)

    def start(self) -> None:
        """Begin to connect, and do not wait for it: jobs go on without a broker."""
        if not self._starting:
            self._starting = True
            self._gt = self.container.spawn_managed_thread(self._run_until_stopped)
            self._gt.link(self._handle_thread_exited)

    def _run_until_stopped(self) -> None:
        """Connect and fetch. A stop that ends it from outside is no failure of the thread."""
        with suppress(QueueConsumerStopped):
            self.run()

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:  # noqa: ANN401, ARG002
        """Return a consumer for each queue; what came over an earlier connection is let go."""
        self._consumers = {}
        for provider in list(self._providers):
            provider.forget_waiting()
            consumer = consumer_cls(queues=[provider.queue], on_message=provider.receive)
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return list(self._consumers.values())

    def on_iteration(self) -> None:
        """Note that the connection is there; stop where nobody wants messages any more."""
        self._is_connected = True
        self._cancel_consumers_if_requested()
        if not self._providers:
            self.should_stop = True

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        """Note that the connection is not there; kombu tries again after `interval` seconds."""
        self._is_connected = False
        logger.warning("broker away", error=repr(exc), retry_seconds=interval)

    def on_consume_end(self, connection: Any, channel: Any) -> None:  # noqa: ANN401, kombu's
        """Note that the connection is not there any more."""
        self._is_connected = False
        super().on_consume_end(connection, channel)

    def unregister_provider(self, provider: Any) -> None:  # noqa: ANN401, nameko's
        """Stop fetching for a provider. Without a connection nothing is fetched."""
        if provider not in self._providers:
            return
        self._providers.remove(provider)
        if not self._providers:
            self._last_provider_unregistered.send()

    def stop(self) -> None:
        """End the connection: what was fetched and not acknowledged goes back to the broker."""
        self.wait_for_providers()
        if self._gt is None:
            return
        self.should_stop = True
        if not self._is_connected:
            self._gt.kill(QueueConsumerStopped())
        with Timeout(CANCEL_SECONDS, exception=False):
            self._gt.wait()
            return
        self._gt.kill(QueueConsumerStopped())

    def acknowledge(self, message: Any) -> None:  # noqa: ANN401, kombu's
        """Tell the broker to forget a message; where it is gone, it brings the message again."""
        try:
            message.ack()
        except (AMQPError, KombuError, OSError, AttributeError) as error:
            # A lost channel has no connection: py-amqp then fails with an AttributeError.
            logger.info("not acknowledged", error=str(error))
