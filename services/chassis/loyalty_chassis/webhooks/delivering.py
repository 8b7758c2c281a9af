"""Sends what is due: every subscription for itself, so that a slow one delays no other."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pymongo
import structlog

from loyalty_chassis.clock import Clock
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import GONE, Attempt, WebhookDelivery
from loyalty_chassis.webhooks.due import DueDeliveries
from loyalty_chassis.webhooks.sending import Reply, Sender
from loyalty_chassis.webhooks.signing import SecretBox, signed_headers
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState

BATCH = 8
"""Sent to one subscription at a time."""
SUBSCRIPTIONS_MAX = 16
"""Sent to at a time."""
RUN_SECONDS = 2.0
"""How long a run goes on, and waits for those who are slow; they end in their own time."""
LEASE_MS = 60_000
"""Above what a sending may last, names that are hard to resolve included."""
STORE_SECONDS = 5.0
GONE_REASON = "gone"
CHANCES = 1_000

logger = structlog.get_logger()


class Deliverer:
    """Sends due deliveries. Any number of workers may each have one."""

    def __init__(
        self, unit_of_work: UnitOfWork, sender: Sender, box: SecretBox, clock: Clock
    ) -> None:
        """Send with these parts."""
        self._unit_of_work = unit_of_work
        self._sender = sender
        self._box = box
        self._clock = clock
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._attempts = 0
        self._due_of: dict[str, DueDeliveries] = {}

    def run(self) -> int:
        """Send what is due for about two seconds; return how many were sent, or tried."""
        with self._lock:
            before = self._attempts
        end = time.monotonic() + RUN_SECONDS
        threads = [
            _started(lambda each=each, due=due: self._drain(each, due, end))  # type: ignore[misc]
            for each, due in self._due_subscriptions()
        ]
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        with self._lock:
            return self._attempts - before

    def _due_subscriptions(self) -> Iterator[tuple[Subscription, list[WebhookDelivery]]]:
        """Yield subscriptions that nobody here sends to yet, each with what is due.

        Each is taken up before the next is read: if that fails, it does not stay marked.
        """
        enabled = store.read_subscriptions(SubscriptionState.ENABLED)
        # Else the same ones would come first each time, and those after them late.
        secrets.SystemRandom().shuffle(enabled)
        for subscription in enabled:
            if len(self._busy) >= SUBSCRIPTIONS_MAX:
                return
            if subscription.subscription_id in self._busy:
                continue
            if due := self._due(subscription):
                with self._lock:
                    self._busy.add(subscription.subscription_id)
                yield subscription, due

    def _due(self, subscription: Subscription) -> list[WebhookDelivery]:
        key = subscription.subscription_id
        due = self._due_of.setdefault(key, DueDeliveries(key))
        with pymongo.timeout(STORE_SECONDS):
            return due.read(to_ms(self._clock()), BATCH)

    def _drain(self, subscription: Subscription, due: list[WebhookDelivery], end: float) -> None:
        """Send batch after batch; one in which something failed is the last for now."""
        try:
            while due and self._send_all(subscription, due) and time.monotonic() < end:
                due = self._due(subscription)
        except Exception:  # the boundary: what is not done now is due again
            logger.exception("webhooks failed", subscription_id=subscription.subscription_id)
        finally:
            with self._lock:
                self._busy.discard(subscription.subscription_id)

    def _send_all(self, subscription: Subscription, due: Sequence[WebhookDelivery]) -> bool:
        """Send at the same time; return whether all were taken."""
        taken: list[bool] = []
        threads = [
            _started(lambda each=each: taken.append(self._send_or_tell(subscription, each)))  # type: ignore[misc]
            for each in due
        ]
        for thread in threads:
            thread.join()
        return len(taken) == len(due) and all(taken)

    def _send_or_tell(self, subscription: Subscription, delivery: WebhookDelivery) -> bool:
        """Send one; where the database fails it is due again, and may come twice."""
        try:
            return self._send(subscription, delivery)
        except Exception:  # the boundary of a thread
            logger.exception("webhook failed", delivery_id=delivery.delivery_id)
            return False

    def _send(self, subscription: Subscription, delivery: WebhookDelivery) -> bool:
        """Send one, unless another worker does, and keep what came of it."""
        now = self._clock()
        claimed_ms = to_ms(now) + LEASE_MS
        with pymongo.timeout(STORE_SECONDS):
            if not self._unit_of_work.update(store.claim_delivery(delivery, claimed_ms)):
                return True
        began = time.monotonic()
        reply = self._post(subscription, delivery, now)
        spent_ms = int((time.monotonic() - began) * 1000)
        attempt = Attempt(now, reply.status_code, reply.error or _error(reply), spent_ms)
        self._keep(delivery, claimed_ms, attempt, reply.retry_after_ms)
        if reply.status_code == GONE:
            self._disable(subscription)
        return attempt.is_success

    def _post(self, subscription: Subscription, delivery: WebhookDelivery, now: datetime) -> Reply:
        try:
            opened = [self._box.open(each) for each in subscription.sealed_secrets(now)]
            headers = signed_headers(delivery.event_id, now, delivery.body, opened)
            return self._sender.send(subscription.url, headers, delivery.body)
        except Exception:  # the boundary: it counts as a try, so that it ends
            logger.exception("webhook not sent", delivery_id=delivery.delivery_id)
            return Reply(error="it could not be sent; the operator's log says why")

    def _keep(
        self, delivery: WebhookDelivery, claimed_ms: int, attempt: Attempt, wished_ms: int
    ) -> None:
        """Keep what came of it, unless it took so long that it counts as failed already."""
        end_ms = to_ms(self._clock())
        after = delivery.attempted(attempt, end_ms, wished_ms, secrets.randbelow(CHANCES))
        with pymongo.timeout(STORE_SECONDS):
            self._unit_of_work.update(store.update_claimed(delivery, claimed_ms, after))
        with self._lock:
            self._attempts += 1
        if after.is_parked:
            logger.warning("webhook parked", delivery_id=delivery.delivery_id, error=attempt.error)

    def _disable(self, subscription: Subscription) -> None:
        """Send no more to an address that says it is gone for good."""
        changed = subscription.disabled(GONE_REASON)
        with pymongo.timeout(STORE_SECONDS):
            if self._unit_of_work.update(store.update_subscription(changed)):
                logger.warning("webhook gone", subscription_id=subscription.subscription_id)


def _started(run: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _error(reply: Reply) -> str:
    """Say what an answer means that is no success; nothing for one that is."""
    if reply.status_code in range(200, 300):
        return ""
    if reply.status_code in range(300, 400):
        return f"answered {reply.status_code}; redirects are not followed"
    return f"answered {reply.status_code}"
