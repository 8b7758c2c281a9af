"""What the worker's scheduled jobs keep in the database."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me

from loyalty_chassis.storage.fields import StrictIntField


class ScheduleDocument(me.Document):
    """Which due time of a job is next, and who is at it. `_id` is the job's name."""

    name = me.StringField(primary_key=True)
    due_ms = StrictIntField(required=True)
    claim_id = me.StringField(required=True)
    claimed_until_ms = StrictIntField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "schedules",
        "auto_create_index": False,
        "strict": False,
    }
