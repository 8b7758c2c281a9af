"""Lists subscriptions, and what was sent to them."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import DeliveryState, WebhookDelivery
from loyalty_chassis.webhooks.subscriptions import Subscription, SubscriptionState
from ulid import ULID

from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.subscribed import find_subscription


def list_subscriptions(
    parts: Parts, call: Call, page_size: int, page_token: str
) -> tuple[list[Subscription], str]:
    """Return a page of the caller's subscriptions, oldest first, and the next page's token.

    Raises InvalidField (page token).
    """
    query = f"webhook_subscriptions|{call.caller.business_id}"
    after = ""
    if page_token:
        after = str(ULID.from_int(parts.page_tokens.open(query, page_token)))
    known = store.read_subscriptions(SubscriptionState.ENABLED, SubscriptionState.DISABLED)
    found = [
        each
        for each in known
        if each.subscription_id > after and call.caller.sees(each.business_id)
    ]
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    last = int(ULID.from_str(page[-1].subscription_id))
    return page, parts.page_tokens.make(query, last)


def list_deliveries(
    parts: Parts,
    call: Call,
    subscription_id: str,
    state: DeliveryState | None,
    page_size: int,
    page_token: str,
) -> tuple[list[WebhookDelivery], str]:
    """Return a page of a subscription's deliveries, newest first, and the next page's token.

    Raises SubscriptionNotFound or InvalidField (page token).
    """
    find_subscription(call, subscription_id)
    query = f"webhook_deliveries|{subscription_id}|{state or ''}"
    before = parts.page_tokens.open_text(query, page_token) if page_token else ""
    found = store.read_deliveries(subscription_id, state, before, page_size + 1)
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    return page, parts.page_tokens.make_text(query, page[-1].order)
