"""Without a broker: which messages were handed out, and which of them have come back.

A broker keeps what it has confirmed. kombu's memory:// keeps nothing, so there a message
counts as confirmed once whoever it was for has written down what became of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

POLL_SECONDS = 0.002


class Outstanding:
    """The messages of this process that are with a consumer, by (queue, event id)."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._messages: set[tuple[str, str]] = set()

    def hand_out(self, queue: str, event_id: str) -> bool:
        """Note that a message goes into a queue; return whether it is not there already."""
        with self._lock:
            message = (queue, event_id)
            is_new = message not in self._messages
            self._messages.add(message)
            return is_new

    def come_back(self, queue: str, event_id: str) -> None:
        """Note that the message was handled, or kept in the database for later."""
        with self._lock:
            self._messages.discard((queue, event_id))

    def wait_for(self, messages: Iterable[tuple[str, str]], seconds: float) -> bool:
        """Wait until all these have come back; return whether they have within `seconds`."""
        deadline = time.monotonic() + seconds
        wanted = set(messages)
        while wanted := self._still_out(wanted):
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def _still_out(self, messages: set[tuple[str, str]]) -> set[tuple[str, str]]:
        with self._lock:
            return messages & self._messages


OUTSTANDING = Outstanding()
"""This process's: the relay hands out, consumers let come back."""
