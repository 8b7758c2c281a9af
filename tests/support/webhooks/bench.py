"""A store of webhooks without a service around it, and workers that send them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Insert
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.addresses import AddressPolicy, parse_networks
from loyalty_chassis.webhooks.deliveries import WebhookDelivery
from loyalty_chassis.webhooks.delivering import Deliverer
from loyalty_chassis.webhooks.fan_out import deliveries_of_event
from loyalty_chassis.webhooks.sending import Sender
from loyalty_chassis.webhooks.signing import SecretBox
from loyalty_chassis.webhooks.subscriptions import (
    Subscription,
    SubscriptionState,
)

from support.clocks import ManualClock

DONE_SECONDS = 15.0
TYPE = "loyalty.points.v1.PurchaseRecorded"


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + DONE_SECONDS
    while not is_so():
        assert time.monotonic() < give_up, "it did not come to be"
        time.sleep(0.01)


@dataclass
class Bench:
    """A store of webhooks, and what tests do with it."""

    unit_of_work: UnitOfWork
    box: SecretBox = field(default_factory=lambda: SecretBox(b"k" * 32))
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime.now(UTC).replace(microsecond=0))
    )

    def subscribe(self, url: str, *types: str, business_id: str = "group") -> Subscription:
        subscription = Subscription(
            subscription_id=f"s{secrets.token_hex(8)}",
            version=1,
            business_id=business_id,
            url=url,
            event_types=types or ("*",),
            state=SubscriptionState.ENABLED,
            disabled_reason="",
            create_time=self.clock(),
            client_id="tests",
            secret=self.box.seal(self.box.new()),
        )
        self.unit_of_work.commit([store.insert_subscription(subscription)])
        return subscription

    def secret_of(self, subscription: Subscription) -> str:
        return self.box.open(subscription.secret)

    def tell(self, event_id: str, kind: str = TYPE, **data: Any) -> int:
        """Let an event happen; return how many deliveries it makes."""
        event = Event(event_id, kind, "loyalty/points", "account", self.clock(), data)
        writes = deliveries_of_event(event, self.clock)
        if writes:
            self.unit_of_work.commit(writes)
        made = 0
        for write in writes:
            assert isinstance(write, Insert)
            made += len(write.documents)
        return made

    def worker(self, seconds: float = 5.0) -> Deliverer:
        policy = AddressPolicy(
            parse_networks("127.0.0.0/8"), frozenset(range(1, 65_536)), allows_http=True
        )
        sender = Sender(policy, seconds)
        return Deliverer(self.unit_of_work, sender, self.box, self.clock)

    def change(self, subscription: Subscription) -> None:
        assert self.unit_of_work.update(store.update_subscription(subscription))

    def read(self, subscription: Subscription) -> Subscription:
        found = store.read_subscription(subscription.subscription_id)
        assert found is not None
        return found

    def delivery(self, subscription: Subscription, event_id: str) -> WebhookDelivery:
        found = store.read_delivery(subscription.subscription_id, event_id)
        assert found is not None
        return found
