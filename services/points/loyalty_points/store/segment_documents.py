"""What members bought by day: what segments follow from. An aid that the journal can rebuild."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.storage.fields import StrictIntField


class SegmentDocument(me.Document):
    """What one member bought. `_id` is the member's.

    Of a member who was merged away or closed, what is left is that it is gone.
    """

    member_id = me.StringField(primary_key=True)
    version = StrictIntField(required=True)
    is_gone = me.BooleanField(required=True)
    days = me.MapField(me.MapField(me.ListField(StrictIntField())))
    """By business and day: how many purchases, and their net amount in minor units."""
    earlier = me.MapField(StrictIntField())
    through = me.MapField(StrictIntField())
    due_day = me.StringField()
    """The next day on which time may change a segment; empty for never."""
    reckoned_ms = StrictIntField(required=True)
    """From when on the program holds by which segments were reckoned; -1 where it is gone."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "segments",
        "auto_create_index": False,
        "strict": False,
        "indexes": [{"fields": ["due_day"]}, {"fields": ["reckoned_ms"]}],
    }
