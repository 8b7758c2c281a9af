"""The replay itself."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from .items import ReplayItem
from .lanes import run_in_lanes
from .sending import Outcome, PurchaseSender

CALLERS = 8


def replay(
    items: Iterable[ReplayItem],
    sender: PurchaseSender,
    callers: int = CALLERS,
    stop: threading.Event | None = None,
) -> Iterator[Outcome]:
    """Send purchases with so many callers and yield what became of each, as they come.

    The purchases of one identity are sent in their order, one after the other. When
    `stop` is set no more are sent, and what became of those under way comes last.
    """
    return run_in_lanes(items, lambda item: item.member_name, sender.send, callers, stop)
