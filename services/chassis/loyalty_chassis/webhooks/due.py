"""Finds what is due of one subscription, at a cost that follows what is found.

The embedded database reads all that a filter finds before it sorts and limits. So of a
backlog a window of time is read that holds about a batch.
"""

from __future__ import annotations

from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.deliveries import WebhookDelivery

WIDER = 4


class DueDeliveries:
    """What is due of a subscription. Remembers how far behind it is."""

    def __init__(self, subscription_id: str) -> None:
        """Start with all that is due as one window."""
        self._subscription_id = subscription_id
        self._until_ms: int | None = None
        self._width_ms = 1

    def read(self, now_ms: int, count: int) -> list[WebhookDelivery]:
        """Return up to so many that are due, the most overdue first; none where none are."""
        while True:
            until_ms = now_ms if self._until_ms is None else min(now_ms, self._until_ms)
            found = store.due_deliveries(self._subscription_id, until_ms, count)
            self._move_on(found, until_ms, now_ms, count)
            if found or until_ms == now_ms:
                return found

    def _move_on(
        self, found: list[WebhookDelivery], until_ms: int, now_ms: int, count: int
    ) -> None:
        """Let the next window hold about as much as is wanted at once."""
        if len(found) == count:
            first_ms, last_ms = found[0].due_ms or 0, found[-1].due_ms or 0
            self._width_ms = last_ms - first_ms + 1
            self._until_ms = last_ms + self._width_ms
        elif until_ms == now_ms:
            self._until_ms = None
        else:
            self._width_ms *= 1 if 2 * len(found) > count else WIDER
            self._until_ms = until_ms + self._width_ms
