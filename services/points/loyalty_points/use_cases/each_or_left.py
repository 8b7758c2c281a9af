"""Goes through those that something is due for, and lets none of them keep the others waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import shuffle

import structlog
from loyalty_chassis.errors import Conflict

REST = 1.0
"""Of the time that one took, before the next: callers beside it keep two thirds of their speed."""
REST_SECONDS_MAX = 5.0
"""Of all rests, as they are part of the time that a run of a job has."""

logger = structlog.get_logger()


def each_or_left(
    find: Callable[[int], Sequence[str]],
    do: Callable[[str], bool],
    each_max: int,
    left: set[str],
    failure: str,
) -> int:
    """Do up to so many of those that are found; return with how many there was something to do.

    `find` returns the first ids, so many at most. Each worker goes through them in an order
    of its own, so that two seldom want the same. One that cannot be done is noted in `left`,
    and is tried again once nothing else is due; `failure` is what is logged of it.
    """
    chosen = [each for each in find(each_max + len(left)) if each not in left][:each_max]
    shuffle(chosen)
    done, rest_seconds, rests_seconds = 0, 0.0, 0.0
    for each in chosen:
        time.sleep(rest_seconds)
        rests_seconds += rest_seconds
        began = time.monotonic()
        done += _do_or_leave(do, each, left, failure)
        worked_seconds = time.monotonic() - began
        rest_seconds = min(REST * worked_seconds, REST_SECONDS_MAX - rests_seconds)
    if not done:
        left.clear()
    return done


def _do_or_leave(do: Callable[[str], bool], each: str, left: set[str], failure: str) -> bool:
    try:
        return do(each)
    except Conflict:  # others keep changing it
        left.add(each)
    except Exception:  # one must not keep all others waiting
        logger.exception(failure, id=each)
        left.add(each)
    return False
