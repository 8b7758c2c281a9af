"""Subscriptions, their secrets, and deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1 import webhook_service_pb2 as pb
from rich.console import Console
from rich.markup import escape

from loyaltyctl.errors import DeliveryStateRefused

from .facts import print_facts
from .words import moment, second

_STATES: dict[str, pb.DeliveryState] = {
    "waiting": pb.DeliveryState.DELIVERY_STATE_WAITING,
    "delivered": pb.DeliveryState.DELIVERY_STATE_DELIVERED,
    "parked": pb.DeliveryState.DELIVERY_STATE_PARKED,
    "all": pb.DeliveryState.DELIVERY_STATE_UNSPECIFIED,
}


def delivery_state(word: str) -> pb.DeliveryState:
    """Return the state that a word such as "parked" stands for. Raises DeliveryStateRefused."""
    if word not in _STATES:
        raise DeliveryStateRefused(f"{word!r} is none of {', '.join(_STATES)}")
    return _STATES[word]


def print_subscription(console: Console, subscription: pb.Subscription) -> None:
    """Print a subscription."""
    is_enabled = subscription.state == pb.SUBSCRIPTION_STATE_ENABLED
    until = subscription.previous_secret_expire_time
    has_two = subscription.HasField("previous_secret_expire_time")
    print_facts(
        console,
        {
            "subscription": subscription.subscription_id,
            "sends to": subscription.url,
            "events of": subscription.business_id,
            "types": ", ".join(subscription.event_types).replace("*", "all"),
            "state": "enabled" if is_enabled else f"disabled ({subscription.disabled_reason})",
            "made": f"{moment(subscription.create_time)} by {subscription.client_id}",
            "old secret until": moment(until) if has_two else "",
        },
    )


def print_secret(console: Console, secret: str) -> None:
    """Print a secret: this once."""
    # On one line, however narrow the terminal: it is copied.
    console.print(f"[bold]secret[/bold] {escape(secret)}", soft_wrap=True)
    console.print("Keep it now: it is not shown again.")


def print_deliveries(console: Console, deliveries: Sequence[pb.WebhookDelivery]) -> None:
    """Print deliveries, each with its attempts."""
    for delivery in deliveries:
        print_facts(console, {"event": delivery.event_id, **_facts(delivery)})
        for attempt in delivery.attempts:
            outcome = attempt.error or f"answered {attempt.status_code}"
            told = f"{second(attempt.attempt_time)}  {outcome}"
            console.print(f"  {told}, {attempt.duration_milliseconds} ms", markup=False)
        console.print()
    if not deliveries:
        console.print("There are no deliveries.")


def _facts(delivery: pb.WebhookDelivery) -> dict[str, str]:
    word = next(word for word, state in _STATES.items() if state == delivery.state)
    is_waiting = delivery.HasField("next_attempt_time")
    return {
        "type": delivery.event_type,
        "state": word,
        "since": second(delivery.create_time),
        "next try": second(delivery.next_attempt_time) if is_waiting else "",
    }
