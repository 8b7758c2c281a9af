"""Replaces what a subscription is."""

from __future__ import annotations

from dataclasses import replace

from loyalty_chassis.calls import Call
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState

from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import change_subscription
from loyalty_points.use_cases.webhooks.webhook_commands import (
    UPDATE_SUBSCRIPTION,
    UpdateSubscription,
)

ASKED_REASON = "asked"


def update_subscription(
    parts: Parts, call: Call, request_id: str, command: UpdateSubscription
) -> Subscription:
    """Return the subscription as it is now.

    Raises RequestIdReused, SubscriptionNotFound or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, UPDATE_SUBSCRIPTION, request_id, command)

    def change(before: Subscription) -> Subscription:
        after = replace(before, url=command.url, event_types=command.event_types)
        if command.is_enabled:
            return replace(after, state=SubscriptionState.ENABLED, disabled_reason="")
        return after.disabled(before.disabled_reason or ASKED_REASON)

    return change_subscription(parts, call, ticket, command.subscription_id, change)
