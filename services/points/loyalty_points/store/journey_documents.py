"""Whom journeys are to reach, and how often they did within a week."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.events.marks import index_of
from loyalty_chassis.storage.fields import StrictIntField


class ReachDocument(me.Document):
    """One journey, member and occurrence: `_id` names the three."""

    reach_id = me.StringField(primary_key=True)
    journey_id = me.StringField(required=True)
    member_id = me.StringField(required=True)
    occurrence = me.StringField(required=True)
    due_time = me.DateTimeField(required=True)
    waiting_ms = StrictIntField()
    """The due time again, in milliseconds, while it waits; missing afterwards."""
    outcome = me.StringField(required=True)
    act_time = me.DateTimeField()
    entry_id = me.StringField()
    event_id = me.StringField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "reaches",
        "auto_create_index": False,
        "strict": False,
        "indexes": [
            index_of("waiting_ms"),
            {"fields": ["member_id", "-due_time"]},
        ],
    }


class ReachWeekDocument(me.Document):
    """How often a member was reached within a week. `_id` is the member and the week."""

    week_id = me.StringField(primary_key=True)
    count = StrictIntField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "reach_weeks",
        "auto_create_index": False,
        "strict": False,
    }
