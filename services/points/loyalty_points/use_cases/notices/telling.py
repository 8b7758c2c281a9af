"""Goes through those who are to be told of something, and tells each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import structlog
from loyalty_chassis.errors import Conflict
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import to_outbox
from loyalty_chassis.storage.transactions import DuplicateKey, Update, retrying

from loyalty_points.use_cases.parts import Parts

SECONDS_EACH = 10.0

logger = structlog.get_logger()


def tell_each(
    find: Callable[[int], Sequence[str]], tell: Callable[[str], None], each_max: int, left: set[str]
) -> int:
    """Tell up to so many of those who are found; return how many were done with.

    `find` returns the first ids, so many at most, of those who were not done with. Who
    cannot be done is noted in `left`, and is tried again once there is nobody else.
    """
    found = find(each_max + len(left))
    chosen = [each for each in found if each not in left][:each_max]
    done = sum(_done_or_left(tell, each, left) for each in chosen)
    if not done:
        left.clear()
    return done


def _done_or_left(tell: Callable[[str], None], each: str, left: set[str]) -> bool:
    try:
        retrying(partial(tell, each), SECONDS_EACH)
    except Conflict:  # others keep changing it
        left.add(each)
    except Exception:  # one of them must not keep all others from being told
        logger.exception("cannot be told", id=each)
        left.add(each)
    return each not in left


def commit_told(parts: Parts, mark: Update, events: Sequence[Event]) -> None:
    """Write down that something was told of, together with the events that tell of it.

    Those of an id that is there already were told before, and are not told again. Raises
    LostRace.
    """
    try:
        parts.unit_of_work.commit([mark, to_outbox(events)] if events else [mark])
    except DuplicateKey:
        for event in events:
            with suppress(DuplicateKey):
                parts.unit_of_work.commit([to_outbox([event])])
        parts.unit_of_work.commit([mark])
