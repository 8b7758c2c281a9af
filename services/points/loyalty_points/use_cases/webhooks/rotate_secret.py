"""Gives a subscription a new secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.webhooks.subscriptions import Subscription

from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import Told, change_subscription, told
from loyalty_points.use_cases.webhooks.webhook_commands import ROTATE_SECRET, RotateSecret


def rotate_secret(parts: Parts, call: Call, request_id: str, command: RotateSecret) -> Told:
    """Return the subscription and its new secret.

    A secret from before the last one is not signed with any more. Raises RequestIdReused,
    SubscriptionNotFound or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, ROTATE_SECRET, request_id, command)

    def change(before: Subscription) -> Subscription:
        sealed = parts.webhook_secrets.seal(parts.webhook_secrets.new())
        if not command.overlap_seconds:
            return replace(before, secret=sealed, previous_secret="", previous_until_time=None)
        until = parts.clock() + timedelta(seconds=command.overlap_seconds)
        return replace(
            before, secret=sealed, previous_secret=before.secret, previous_until_time=until
        )

    changed = change_subscription(parts, call, ticket, command.subscription_id, change)
    return told(parts, changed)
