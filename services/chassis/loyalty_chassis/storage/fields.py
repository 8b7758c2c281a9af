"""Fields that do not bend what they are given."""

from __future__ import annotations

import mongoengine
from bson.int64 import Int64
from loyalty_sdk import require_int


class StrictIntField(mongoengine.fields.BaseField):
    """A whole number within signed 64 bits.

    mongoengine's own would store 1.9 as 1 and True as 1.
    """

    def validate(self, value: object) -> None:
        """Refuse anything but an int within 64 bits. Large ones are read as bson's Int64."""
        try:
            require_int(int(value) if type(value) is Int64 else value, self.name or "number")
        except (TypeError, ValueError) as error:
            self.error(str(error))
