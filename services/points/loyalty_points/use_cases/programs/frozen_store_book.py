"""The frozen stores, kept in memory and up to date."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from loyalty_points.domain.errors import StoreFrozen
from loyalty_points.domain.programs.frozen_store import place_id
from loyalty_points.store import reading

STALE_SECONDS = 4.0
"""A book older than this is read again before it is used, so that a freeze holds within
five seconds even where the refresh beside the calls is late."""


class FrozenStoreBook:
    """Answers whether a store is frozen, without a read."""

    def __init__(self) -> None:
        """Start empty; the first use fills it."""
        self._lock = threading.Lock()
        self._reasons: Mapping[str, str] = {}
        self._read_at = float("-inf")

    def refresh(self) -> None:
        """Read which stores are frozen. Called every two seconds."""
        with self._lock:
            self._read()

    def _refresh_once(self) -> None:
        """Read the list, unless another call did so while this one waited for it."""
        with self._lock:
            if self._is_stale:
                self._read()

    def _read(self) -> None:
        read_at = time.monotonic()
        self._reasons = reading.read_freeze_reasons()
        self._read_at = read_at

    @property
    def _is_stale(self) -> bool:
        return time.monotonic() - self._read_at > STALE_SECONDS

    def require_open(self, business_id: str, store_id: str) -> None:
        """Raise StoreFrozen where the store is frozen."""
        if self._is_stale:
            self._refresh_once()
        reason = self._reasons.get(place_id(business_id, store_id))
        if reason is not None:
            raise StoreFrozen(
                f"store {store_id!r} is frozen; an operator can say why and lift it",
                {"business_id": business_id, "store_id": store_id, "reason": reason},
            )
