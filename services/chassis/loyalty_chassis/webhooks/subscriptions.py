"""Who wants to be told of what, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.callers import GROUP
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.fields import StrictIntField

ANY_TYPE = "*"
ADDRESSEE = "subscription_id"
"""In an event's data: the one subscription that it is for."""


class SubscriptionState(StrEnum):
    """Whether events are sent."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    """Nothing is sent or kept for it; what waited waits on."""
    DELETED = "deleted"
    """Gone for its owner; a worker still has its deliveries to delete."""


class SubscriptionDocument(me.Document):
    """A subscription. `_id` is a ULID: in order of time. There are few, read together."""

    subscription_id = me.StringField(primary_key=True)
    version = StrictIntField(required=True)
    business_id = me.StringField(required=True)
    url = me.StringField(required=True)
    event_types = me.ListField(me.StringField())
    state = me.StringField(required=True)
    disabled_reason = me.StringField()
    create_time = me.DateTimeField(required=True)
    client_id = me.StringField(required=True)
    secret = me.StringField(required=True)
    previous_secret = me.StringField()
    previous_until_time = me.DateTimeField()
    delete_time = me.DateTimeField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "webhook_subscriptions",
        "auto_create_index": False,
        "strict": False,
    }


@dataclass(frozen=True, slots=True)
class Subscription:
    """An address that wants to be told of events. `version` guards every change."""

    subscription_id: str
    version: int
    business_id: str
    """The business whose events it is told, or "group" for those of all."""
    url: str
    event_types: tuple[str, ...]
    """Full names, or "*" for all."""
    state: SubscriptionState
    disabled_reason: str
    """A code; empty unless it is disabled."""
    create_time: datetime
    client_id: str
    secret: str
    """Sealed, as is the one before."""
    previous_secret: str = ""
    previous_until_time: datetime | None = None
    """Until when deliveries are signed with the secret before, too."""
    delete_time: datetime | None = None
    """When its owner deleted it."""

    def wants(self, event: Event) -> bool:
        """Tell whether it is to be told of an event: of its own business, unless the group's.

        An event whose data names a subscription is for that one, whatever types it asks for,
        and for nobody else.
        """
        if addressee := event.data.get(ADDRESSEE):
            return addressee == self.subscription_id
        if ANY_TYPE not in self.event_types and event.type not in self.event_types:
            return False
        return self.business_id in (GROUP, event.data.get("business_id"))

    def disabled(self, reason: str) -> Subscription:
        """Return the subscription as one that nothing is sent to, with a code that says why."""
        return replace(self, state=SubscriptionState.DISABLED, disabled_reason=reason)

    def sealed_secrets(self, now: datetime) -> tuple[str, ...]:
        """Return the secrets to sign with, the newest first."""
        until = self.previous_until_time
        overlaps = bool(self.previous_secret) and until is not None and now < until
        return (self.secret, self.previous_secret) if overlaps else (self.secret,)


_FIELDS = tuple(Subscription.__dataclass_fields__)


def to_document(subscription: Subscription) -> Document:
    """Return a subscription as it is stored."""
    document = {name: getattr(subscription, name) for name in _FIELDS}
    document["_id"] = document.pop("subscription_id")
    document["event_types"] = list(subscription.event_types)
    document["state"] = subscription.state.value
    return document


def from_document(document: Document) -> Subscription:
    """Return the subscription that a document holds."""
    return Subscription(
        subscription_id=document["_id"],
        version=int(document["version"]),
        business_id=document["business_id"],
        url=document["url"],
        event_types=tuple(document["event_types"]),
        state=SubscriptionState(document["state"]),
        disabled_reason=document["disabled_reason"],
        create_time=document["create_time"],
        client_id=document["client_id"],
        secret=document["secret"],
        previous_secret=document["previous_secret"],
        previous_until_time=document["previous_until_time"],
        delete_time=document.get("delete_time"),
    )
