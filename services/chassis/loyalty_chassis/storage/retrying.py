"""Trying again after lost races, and what a failed command may have done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pymongo.errors import (
    ConnectionFailure,
    PyMongoError,
)
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from loyalty_chassis.errors import Conflict
from loyalty_chassis.storage.writes import LostRace

T = TypeVar("T")
UNKNOWN_RESULT = "UnknownTransactionCommitResult"
RACE_TRIES_MAX = 40
RACE_SHARE_OF_TIME = 0.8
"""Of the caller's time, so that CONFLICT can still be answered within it."""


def retrying(attempt: Callable[[], T], seconds: float) -> T:
    """Return what `attempt` returns, trying again with fresh state after a lost race.

    Raises Conflict after 40 tries or four fifths of `seconds`, and whatever else
    `attempt` raises.
    """
    try:
        return attempt()
    except LostRace:
        pass
    retries = Retrying(
        retry=retry_if_exception_type(LostRace),
        stop=stop_after_attempt(RACE_TRIES_MAX) | stop_after_delay(seconds * RACE_SHARE_OF_TIME),
        wait=wait_random_exponential(multiplier=0.005, max=0.2),
        reraise=True,
    )
    try:
        return retries(attempt)
    except LostRace as error:
        raise Conflict("other requests were faster; send this one again") from error


def is_unreachable(error: PyMongoError) -> bool:
    """Tell whether the database did not answer, rather than refuse."""
    return isinstance(error, ConnectionFailure) or error.timeout


def is_outcome_unknown(error: PyMongoError) -> bool:
    """Tell whether a transaction that ended so may be committed."""
    return is_unreachable(error) or error.has_error_label(UNKNOWN_RESULT)
