"""Stores at which nothing is earned, spent or held until an operator says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FrozenStore:
    """A store that is frozen, since when, why and by whom."""

    business_id: str
    store_id: str
    reason: str
    freeze_time: datetime
    client_id: str


def place_id(business_id: str, store_id: str) -> str:
    """Return the one name of a store of the group; neither part holds a "|"."""
    return f"{business_id}|{store_id}"
