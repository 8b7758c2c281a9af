"""Subscriptions and deliveries, to messages."""

from __future__ import annotations

from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty_chassis.webhooks.deliveries import Attempt, DeliveryState, WebhookDelivery
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState

from loyalty_points.domain.instants import from_ms
from loyalty_points.rpc.enums import numbers_of
from loyalty_points.rpc.times import write_time

_DELIVERY_STATES = numbers_of(pb.DeliveryState, DeliveryState)
_SUBSCRIPTION_STATES = numbers_of(
    pb.SubscriptionState, (SubscriptionState.ENABLED, SubscriptionState.DISABLED)
)


def write_subscription(subscription: Subscription) -> pb.Subscription:
    """Return a subscription's message: without its secrets."""
    until = subscription.previous_until_time
    return pb.Subscription(
        subscription_id=subscription.subscription_id,
        business_id=subscription.business_id,
        url=subscription.url,
        event_types=subscription.event_types,
        state=_SUBSCRIPTION_STATES[subscription.state],
        disabled_reason=subscription.disabled_reason,
        create_time=write_time(subscription.create_time),
        client_id=subscription.client_id,
        previous_secret_expire_time=None if until is None else write_time(until),
    )


def write_delivery(delivery: WebhookDelivery) -> pb.WebhookDelivery:
    """Return a delivery's message: without its body."""
    due_ms, end_ms = delivery.due_ms, delivery.end_ms
    return pb.WebhookDelivery(
        subscription_id=delivery.subscription_id,
        event_id=delivery.event_id,
        event_type=delivery.event_type,
        state=_DELIVERY_STATES[delivery.state],
        create_time=write_time(delivery.create_time),
        next_attempt_time=None if due_ms is None else write_time(from_ms(due_ms)),
        deliver_time=None if end_ms is None else write_time(from_ms(end_ms)),
        attempts=[_write_attempt(attempt) for attempt in delivery.attempts],
    )


def _write_attempt(attempt: Attempt) -> pb.DeliveryAttempt:
    return pb.DeliveryAttempt(
        attempt_time=write_time(attempt.attempt_time),
        status_code=attempt.status_code,
        error=attempt.error,
        duration_milliseconds=attempt.milliseconds,
    )
