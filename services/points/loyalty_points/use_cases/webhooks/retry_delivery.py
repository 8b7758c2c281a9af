"""Sends an event to a subscription again, now."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import DeliveryState, WebhookDelivery
from pydantic import TypeAdapter

from loyalty_points.domain.errors import DeliveryDone, DeliveryNotFound
from loyalty_points.store import writing
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import find_subscription
from loyalty_points.use_cases.webhooks.webhook_commands import RETRY_DELIVERY, RetryDelivery

_DELIVERY = TypeAdapter(WebhookDelivery)


def retry_delivery(
    parts: Parts, call: Call, request_id: str, command: RetryDelivery
) -> WebhookDelivery:
    """Return the delivery, due now.

    One that is being sent at this moment may be sent twice, under the same id. Raises
    RequestIdReused, SubscriptionNotFound, DeliveryNotFound, DeliveryDone or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, RETRY_DELIVERY, request_id, command)

    def attempt() -> WebhookDelivery:
        find_subscription(call, command.subscription_id)
        now = parts.clock()
        before = _to_retry(command)
        after = before.retried(to_ms(now))
        # What was sent is in the delivery itself: an answer needs no copy of it.
        answer = _DELIVERY.dump_json(replace(after, body=b""))
        parts.unit_of_work.commit(
            [
                writing.insert_requests(ticket.done(now, answer=answer)),
                store.update_delivery(before, after),
            ]
        )
        return after

    def answer(earlier: Earlier) -> WebhookDelivery:
        return _DELIVERY.validate_json(earlier.answer or b"")

    return Once(parts.requests, ticket, parts.clock, attempt, answer).run(call)


def _to_retry(command: RetryDelivery) -> WebhookDelivery:
    found = store.read_delivery(command.subscription_id, command.event_id)
    if found is None:
        raise DeliveryNotFound(
            f"there is no delivery of {command.event_id!r} to this subscription",
            {"event_id": command.event_id},
        )
    if found.state is DeliveryState.DELIVERED:
        raise DeliveryDone("the receiver has taken it already", {"event_id": command.event_id})
    return found
