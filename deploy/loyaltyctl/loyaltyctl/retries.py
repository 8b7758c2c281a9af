"""Trying again what is safe to try again: the same request under the same id."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

import grpc

T = TypeVar("T")

ATTEMPTS = 10
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
RETRIED = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED})


def with_retries(call: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
    """Return what `call` returns, calling up to ten times while the service is away or busy.

    Raises grpc.RpcError of the last attempt, or of the first that is not worth another.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return call()
        except grpc.RpcError as error:
            if not _is_retried(error):
                raise
        pause(_pause_seconds(attempt))
    return call()


def _is_retried(error: grpc.RpcError) -> bool:
    return isinstance(error, grpc.Call) and error.code() in RETRIED


def _pause_seconds(attempt: int) -> float:
    """Draw from the whole span, so that callers that failed together do not return together."""
    span = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    return random.uniform(0, span)  # noqa: S311, spreading load is no secret
