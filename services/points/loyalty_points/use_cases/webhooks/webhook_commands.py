"""What callers ask for about webhooks."""

from __future__ import annotations

from dataclasses import dataclass

CREATE_SUBSCRIPTION = "create_subscription"
UPDATE_SUBSCRIPTION = "update_subscription"
DELETE_SUBSCRIPTION = "delete_subscription"
ROTATE_SECRET = "rotate_secret"  # noqa: S105, the name of an operation
RETRY_DELIVERY = "retry_delivery"


@dataclass(frozen=True, slots=True)
class CreateSubscription:
    """Tell an address of events."""

    business_id: str
    url: str
    event_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdateSubscription:
    """Replace what a subscription is."""

    subscription_id: str
    url: str
    event_types: tuple[str, ...]
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class DeleteSubscription:
    """Tell an address of nothing any more."""

    subscription_id: str


@dataclass(frozen=True, slots=True)
class RotateSecret:
    """Sign with a new secret, and for so long with the old one too."""

    subscription_id: str
    overlap_seconds: int


@dataclass(frozen=True, slots=True)
class RetryDelivery:
    """Send an event to a subscription again, now."""

    subscription_id: str
    event_id: str
