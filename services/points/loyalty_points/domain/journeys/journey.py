"""What a program says of journeys. The modules beside this apply it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    """A part of a program: never changed, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TriggerKind(StrEnum):
    """What a journey waits for."""

    SINCE_JOINING = "since_joining"
    SINCE_LAST_PURCHASE = "since_last_purchase"
    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    FIRST_VISIT = "first_visit"
    TIER_CHANGED = "tier_changed"
    POINTS_EXPIRING = "points_expiring"
    PLUGIN = "plugin"


class ActionKind(StrEnum):
    """What a journey does."""

    AWARD_POINTS = "award_points"
    PUBLISH_EVENT = "publish_event"
    CALL_WEBHOOK = "call_webhook"
    PLUGIN = "plugin"


class Trigger(_Part):
    """What sets a journey off."""

    kind: TriggerKind
    days: tuple[int, ...] = ()
    """Each an occurrence of its own; rising."""
    business_id: str = ""
    """Empty for any business."""
    tier_ids: tuple[str, ...] = ()
    """Empty for any change of tier."""
    plugin: str = ""


class Condition(_Part):
    """Whom a journey is for; what is empty is not asked."""

    any_tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    tier_ids: tuple[str, ...] = ()
    any_segments: tuple[str, ...] = ()
    home_business_ids: tuple[str, ...] = ()
    min_available_points: int = 0


class Action(_Part):
    """What a journey does for a member."""

    kind: ActionKind
    points: int = 0
    funder: str = ""
    reason: str = ""
    event_name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """In order of their names."""
    subscription_id: str = ""
    plugin: str = ""


class Journey(_Part):
    """One journey."""

    journey_id: str
    trigger: Trigger
    condition: Condition = Condition()
    action: Action


class JourneyPolicy(_Part):
    """When journeys act, and how often. Times of day are "HH:MM" in the program's zone."""

    run_at: str = "10:00"
    quiet_start: str = ""
    """Empty where members are never left alone."""
    quiet_end: str = ""
    max_per_week: int = 0
    """0 for no bound."""
