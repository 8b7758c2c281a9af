"""Named values, from messages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import CODE

ATTRIBUTES_MAX = 20
_VALUE = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")


def read_attributes(
    fields: Fields, attributes: Mapping[str, str], path: str, maximum: int = ATTRIBUTES_MAX
) -> tuple[tuple[str, str], ...]:
    """Return names and values, in order of the names, or note what is wrong."""
    if not fields.count(attributes, path, 0, maximum):
        return ()
    for name, value in attributes.items():
        fields.matches(name, f"{path}[{name}]", CODE, "named by 1 to 32 of [a-z0-9_-]")
        fields.matches(value, f"{path}[{name}]", _VALUE, "1 to 64 of [A-Za-z0-9_.:/-]")
    return tuple(sorted(attributes.items()))
