"""Deletes a subscription."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState

from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import change_subscription
from loyalty_points.use_cases.webhooks.webhook_commands import (
    DELETE_SUBSCRIPTION,
    DeleteSubscription,
)


def delete_subscription(
    parts: Parts, call: Call, request_id: str, command: DeleteSubscription
) -> None:
    """Delete a subscription; a worker deletes its deliveries after it.

    Raises RequestIdReused, SubscriptionNotFound or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, DELETE_SUBSCRIPTION, request_id, command)

    def change(before: Subscription) -> Subscription:
        return replace(before, state=SubscriptionState.DELETED, delete_time=parts.clock())

    change_subscription(parts, call, ticket, command.subscription_id, change)
