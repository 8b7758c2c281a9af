"""Goes through those who are to be told of something, and tells each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from loyalty_chassis.events.envelope import Event
from loyalty_chassis.events.outbox import to_outbox
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.writes import DuplicateKey, Update

from loyalty_points.use_cases.each_or_left import each_or_left
from loyalty_points.use_cases.parts import Parts

SECONDS_EACH = 10.0


def tell_each(
    find: Callable[[int], Sequence[str]], tell: Callable[[str], None], each_max: int, left: set[str]
) -> int:
    """Tell up to so many of those who are found; return how many were done with.

    `find` returns the first ids, so many at most, of those who were not done with. Who
    cannot be done is noted in `left`, and is tried again once there is nobody else.
    """

    def told(each: str) -> bool:
        retrying(partial(tell, each), SECONDS_EACH)
        return True

    return each_or_left(find, told, each_max, left, "cannot be told")


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
