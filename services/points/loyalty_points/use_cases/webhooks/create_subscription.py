"""Subscribes an address to events."""

from __future__ import annotations

from loyalty_chassis.callers import GROUP
from loyalty_chassis.calls import Call
from loyalty_chassis.errors import LimitReached
from loyalty_chassis.storage.requests import Once
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState
from ulid import ULID

from loyalty_points.store import writing
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import Told, subscription_of, to_answer, told
from loyalty_points.use_cases.webhooks.webhook_commands import (
    CREATE_SUBSCRIPTION,
    CreateSubscription,
)

SUBSCRIPTIONS_MAX = 20
"""Of a business: all are read for each event. Two at the same instant may exceed it by one."""


def create_subscription(
    parts: Parts, call: Call, request_id: str, command: CreateSubscription
) -> Told:
    """Return the subscription and its secret.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, LimitReached or
    Conflict.
    """
    call.caller.require_business(command.business_id)
    ticket = parts.requests.ticket(call.caller, CREATE_SUBSCRIPTION, request_id, command)

    def attempt() -> Subscription:
        now = parts.clock()
        program = parts.book.in_force(now)
        if command.business_id != GROUP:
            program.business(command.business_id)
        _require_room(command.business_id)
        subscription = Subscription(
            subscription_id=str(ULID()),
            version=1,
            business_id=command.business_id,
            url=command.url,
            event_types=command.event_types,
            state=SubscriptionState.ENABLED,
            disabled_reason="",
            create_time=now,
            client_id=call.caller.client_id,
            secret=parts.webhook_secrets.seal(parts.webhook_secrets.new()),
        )
        done = ticket.done(now, answer=to_answer(subscription))
        parts.unit_of_work.commit(
            [writing.insert_requests(done), store.insert_subscription(subscription)]
        )
        return subscription

    made = Once(parts.requests, ticket, parts.clock, attempt, subscription_of).run(call)
    return told(parts, made)


def _require_room(business_id: str) -> None:
    known = store.read_subscriptions(SubscriptionState.ENABLED, SubscriptionState.DISABLED)
    if sum(each.business_id == business_id for each in known) >= SUBSCRIPTIONS_MAX:
        raise LimitReached(
            f"a business has at most {SUBSCRIPTIONS_MAX} subscriptions",
            {"limit": "subscriptions", "maximum": SUBSCRIPTIONS_MAX},
        )
