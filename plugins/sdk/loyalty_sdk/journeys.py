"""What a plugin may say of journeys: that one begins for a member, and what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .decisions import require_code
from .integers import require_int

STEP_POINTS_MAX = 10**9
ATTRIBUTES_MAX = 20
_NAME = re.compile(r"[a-z0-9_-]{1,32}")
_VALUE = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyOccurrence:
    """Something that happened to a member, of which the journey takes note once.

    Raises TypeError or ValueError where the name is not a code.
    """

    name: str
    """A code. The journey reaches a member once for each name: the same name for the same
    thing, however often it is asked, and another for the next."""

    def __post_init__(self) -> None:
        require_code(self.name, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStep:
    """What a journey does for a member: it gives points or tells others, and not both.

    Raises TypeError or ValueError where a value is not of its type and range.
    """

    points: int = 0
    """1 to 10^9; zero for a step that tells others."""
    reason: str = ""
    """Why points are given, as a code; empty where none are."""
    funder: str = ""
    """Who pays: a business of the program; empty for the group."""
    event_name: str = ""
    """What is told, as a code for whoever acts on it; empty where points are given."""
    attributes: tuple[tuple[str, str], ...] = ()
    """What goes along: at most 20, names 1 to 32 of [a-z0-9_-], values 1 to 64 of
    [A-Za-z0-9_.:/-]."""

    def __post_init__(self) -> None:
        if self.event_name == "":
            require_int(self.points, "points", 1, STEP_POINTS_MAX)
            require_code(self.reason, "reason")
            if self.funder != "":
                require_code(self.funder, "funder")
        else:
            require_code(self.event_name, "event_name")
            require_int(self.points, "points", 0, 0)
            if self.reason != "" or self.funder != "":
                raise ValueError("a step that tells others has neither reason nor funder")
        _require_attributes(self.attributes, ATTRIBUTES_MAX if self.event_name else 0)


def _require_attributes(value: object, maximum: int) -> None:
    if type(value) is not tuple or not all(type(pair) is tuple for pair in value):
        raise TypeError(f"attributes must be a tuple of tuples, got {value!r}")
    if len(value) > maximum:
        raise ValueError(f"attributes must be at most {maximum}, got {len(value)}")
    for pair in value:
        if [type(part) for part in pair] != [str, str]:
            raise TypeError(f"attributes must be pairs of str, got {pair!r}")
        if not (_NAME.fullmatch(pair[0]) and _VALUE.fullmatch(pair[1])):
            raise ValueError(f"attributes must be names and values as documented, got {pair!r}")
    if len(dict(value)) < len(value):
        raise ValueError("attributes must not repeat a name")
