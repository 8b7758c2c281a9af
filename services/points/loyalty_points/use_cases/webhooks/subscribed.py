"""Subscriptions as a caller sees them, and kept as answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier, Once, Ticket
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.subscriptions import Subscription
from pydantic import TypeAdapter

from loyalty_points.domain.errors import SubscriptionNotFound
from loyalty_points.store import writing
from loyalty_points.use_cases.parts import Parts

_SUBSCRIPTION = TypeAdapter(Subscription)


@dataclass(frozen=True, slots=True)
class Told:
    """A subscription, with its secret as its receiver needs it."""

    subscription: Subscription
    secret: str


def find_subscription(call: Call, subscription_id: str) -> Subscription:
    """Return a subscription. Raises SubscriptionNotFound, also for one of another business."""
    found = store.read_subscription(subscription_id)
    if found is None or not call.caller.sees(found.business_id):
        raise SubscriptionNotFound(
            f"there is no subscription {subscription_id!r}", {"subscription_id": subscription_id}
        )
    return found


def change_subscription(
    parts: Parts,
    call: Call,
    ticket: Ticket,
    subscription_id: str,
    change: Callable[[Subscription], Subscription],
) -> Subscription:
    """Return a subscription as `change` makes it, once.

    Raises RequestIdReused, SubscriptionNotFound or Conflict.
    """

    def attempt() -> Subscription:
        changed = change(find_subscription(call, subscription_id))
        done = ticket.done(parts.clock(), answer=to_answer(changed))
        parts.unit_of_work.commit(
            [writing.insert_requests(done), store.update_subscription(changed)]
        )
        return changed

    return Once(parts.requests, ticket, parts.clock, attempt, subscription_of).run(call)


def to_answer(subscription: Subscription) -> bytes:
    """Return a subscription as a request's answer; its secrets stay sealed."""
    return _SUBSCRIPTION.dump_json(subscription)


def subscription_of(earlier: Earlier) -> Subscription:
    """Return the subscription that an earlier request was answered with."""
    return _SUBSCRIPTION.validate_json(earlier.answer or b"")


def told(parts: Parts, subscription: Subscription) -> Told:
    """Return a subscription with its secret opened: for the request that made the secret."""
    return Told(subscription, parts.webhook_secrets.open(subscription.secret))
