"""`loyaltyctl webhook`: who is told of events, and what became of those that were sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer
from loyalty.points.v1 import webhook_service_pb2 as pb

from loyaltyctl.client import Client
from loyaltyctl.confirming import Yes, require_yes
from loyaltyctl.durations import parse_duration
from loyaltyctl.errors import SubscriptionUnknown
from loyaltyctl.failures import Failure
from loyaltyctl.hints import hinting
from loyaltyctl.request_ids import new_request_id
from loyaltyctl.session import session_of
from loyaltyctl.views.webhook import (
    delivery_state,
    print_deliveries,
    print_secret,
    print_subscription,
)

from .member import RequestId

app = typer.Typer(help="Sends events to addresses outside the suite.", no_args_is_help=True)

PAGE_SIZE = 200
PACKAGE = "loyalty.points.v1."
GROUP, ALL = "group", "*"
BUSINESS_HINT = (
    "only a client of the group may ask for the events of all; "
    "name your own business, as in `--business retail`"
)

Subscription = Annotated[
    str, typer.Argument(metavar="SUBSCRIPTION", help="Its id, as `webhook list` shows it.")
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", help="A type of event, such as PurchaseRecorded; again for more; all if not said."
    ),
]


@app.command()
def create(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to send, with https://.")],
    *,
    business: Annotated[
        str, typer.Option(help="Whose events are sent; those of all for group.")
    ] = GROUP,
    types: Types = None,
    request_id: RequestId = "",
) -> None:
    """Send events to an address from now on; show the secret that proves them."""
    session = session_of(context)
    request = pb.CreateSubscriptionRequest(
        request_id=request_id or new_request_id(),
        business_id=business,
        url=url,
        event_types=_full_names(types or [ALL]),
    )
    with hinting(BUSINESS_HINT, _is_of_one_business):
        answer = session.client.call(session.client.webhooks.CreateSubscription, request)
    print_subscription(session.console, answer.subscription)
    print_secret(session.console, answer.secret)


@app.command("list")
def show_all(context: typer.Context) -> None:
    """List the addresses that events are sent to."""
    session = session_of(context)
    subscriptions = _all(session.client)
    for subscription in subscriptions:
        print_subscription(session.console, subscription)
        session.console.print()
    if not subscriptions:
        session.console.print("Events are sent nowhere.")


@app.command()
def update(
    context: typer.Context,
    subscription: Subscription,
    *,
    url: Annotated[str, typer.Option(help="Where to send; as it is if not said.")] = "",
    types: Types = None,
    enable: Annotated[
        bool | None,
        typer.Option("--enable/--disable", help="Whether to send; as it is if not said."),
    ] = None,
    request_id: RequestId = "",
) -> None:
    """Change where events are sent, which, or whether."""
    session = session_of(context)
    known = _known(session.client, subscription)
    is_enabled = known.state == pb.SUBSCRIPTION_STATE_ENABLED if enable is None else enable
    request = pb.UpdateSubscriptionRequest(
        request_id=request_id or new_request_id(),
        subscription_id=subscription,
        url=url or known.url,
        event_types=_full_names(types or known.event_types),
        state=pb.SUBSCRIPTION_STATE_ENABLED if is_enabled else pb.SUBSCRIPTION_STATE_DISABLED,
    )
    answer = session.client.call(session.client.webhooks.UpdateSubscription, request)
    print_subscription(session.console, answer.subscription)


@app.command()
def delete(
    context: typer.Context,
    subscription: Subscription,
    *,
    yes: Yes = False,
    request_id: RequestId = "",
) -> None:
    """Send nothing more, and forget what was sent."""
    session = session_of(context)
    require_yes(f"Deleting subscription {subscription}", yes=yes)
    request = pb.DeleteSubscriptionRequest(
        request_id=request_id or new_request_id(), subscription_id=subscription
    )
    session.client.call(session.client.webhooks.DeleteSubscription, request)
    session.console.print(f"Subscription {subscription} is deleted.", markup=False)


@app.command()
def rotate(
    context: typer.Context,
    subscription: Subscription,
    *,
    overlap: Annotated[
        str, typer.Option(help="How long the old secret holds too: 0s to 7d, such as 12h.")
    ] = "1d",
    request_id: RequestId = "",
) -> None:
    """Make and show a new secret."""
    session = session_of(context)
    request = pb.RotateSecretRequest(
        request_id=request_id or new_request_id(),
        subscription_id=subscription,
        overlap_seconds=parse_duration(overlap).seconds,
    )
    answer = session.client.call(session.client.webhooks.RotateSecret, request)
    print_subscription(session.console, answer.subscription)
    print_secret(session.console, answer.secret)


@app.command()
def deliveries(
    context: typer.Context,
    subscription: Subscription,
    *,
    state: Annotated[
        str, typer.Option(help="Those that are waiting, delivered or parked; or all.")
    ] = "all",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20,
) -> None:
    """Show what was sent to a subscription and what came of it, newest first."""
    session = session_of(context)
    request = pb.ListDeliveriesRequest(
        subscription_id=subscription, state=delivery_state(state), page_size=limit
    )
    answer = session.client.call(session.client.webhooks.ListDeliveries, request)
    print_deliveries(session.console, answer.deliveries)


@app.command()
def retry(
    context: typer.Context,
    subscription: Subscription,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Its id, as in `deliveries`.")],
    *,
    request_id: RequestId = "",
) -> None:
    """Send an event again at once, and for a day if that fails."""
    session = session_of(context)
    request = pb.RetryDeliveryRequest(
        request_id=request_id or new_request_id(), subscription_id=subscription, event_id=event
    )
    answer = session.client.call(session.client.webhooks.RetryDelivery, request)
    print_deliveries(session.console, [answer.delivery])


def _is_of_one_business(failure: Failure) -> bool:
    return failure.reason == "NOT_GRANTED" and failure.metadata.get("business_id") == GROUP


def _full_names(types: Iterable[str]) -> list[str]:
    """Return types as the service knows them: what has no dot is of this service."""
    return [each if each == ALL or "." in each else PACKAGE + each for each in types]


def _known(client: Client, subscription_id: str) -> pb.Subscription:
    for subscription in _all(client):
        if subscription.subscription_id == subscription_id:
            return subscription
    raise SubscriptionUnknown(f"there is no subscription {subscription_id!r}")


def _all(client: Client) -> list[pb.Subscription]:
    subscriptions: list[pb.Subscription] = []
    token = ""
    while True:
        request = pb.ListSubscriptionsRequest(page_size=PAGE_SIZE, page_token=token)
        answer = client.call(client.webhooks.ListSubscriptions, request)
        subscriptions += answer.subscriptions
        token = answer.next_page_token
        if not token:
            return subscriptions
