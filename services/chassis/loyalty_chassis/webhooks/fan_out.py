"""From an event to what is to be sent: one delivery for each who wants to be told."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_chassis.clock import Clock
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.writes import Write
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import WebhookDelivery, order_of


def deliveries_of_event(event: Event, clock: Clock) -> Sequence[Write]:
    """Return the writes that keep an event's deliveries; none where nobody wants it.

    Committing them raises DuplicateKey where they are kept already.
    """
    wanting = [each for each in store.enabled_subscriptions() if each.wants(event)]
    if not wanting:
        return ()
    now, body = clock(), event.to_json()
    now_ms = to_ms(now)
    return (
        store.insert_deliveries(
            [
                WebhookDelivery(
                    subscription_id=each.subscription_id,
                    event_id=event.event_id,
                    event_type=event.type,
                    body=body,
                    order=order_of(now_ms, event.event_id),
                    create_time=now,
                    due_ms=now_ms,
                )
                for each in wanting
            ]
        ),
    )
