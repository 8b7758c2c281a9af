"""The call being served: who asks, and how long there is to answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from .callers import Caller
from .errors import TimeIsUp

CALL_SECONDS_MAX = 30.0
SPARE_SECONDS = 0.2
"""Kept of a call's time, so that a long read ends before its caller has given up, and can say
why."""


def _always() -> bool:
    return True


@dataclass(slots=True)
class Call:
    """One call, from its arrival to its answer."""

    caller: Caller
    deadline: float
    """On the monotonic clock, in seconds."""
    replayed: bool = False
    """Set by a use case that answers with an earlier request's outcome."""
    is_wanted: Callable[[], bool] = _always
    """Tells whether the caller still waits for the answer."""
    traceparent: str = ""
    """The W3C trace context that the caller sent; empty for none."""

    @property
    def remaining_seconds(self) -> float:
        """What is left of the caller's deadline, never below zero."""
        return max(0.0, self.deadline - time.monotonic())

    def require_time(self, message: str) -> None:
        """Raise TimeIsUp if the call's time is all but over, or nobody waits for the answer."""
        if self.remaining_seconds < SPARE_SECONDS or not self.is_wanted():
            raise TimeIsUp(message)

    @classmethod
    def within(
        cls, caller: Caller, seconds: float | None, is_wanted: Callable[[], bool] = _always
    ) -> Call:
        """Return a call that has `seconds` left, and never more than 30 s."""
        bounded = CALL_SECONDS_MAX if seconds is None else min(seconds, CALL_SECONDS_MAX)
        return cls(caller, time.monotonic() + bounded, is_wanted=is_wanted)


_current: ContextVar[Call] = ContextVar("loyalty_call")


def current_call() -> Call:
    """Return the call served on this thread. Raises LookupError outside of one."""
    return _current.get()


def remaining_seconds() -> float:
    """Return what is left of the time of the call served on this thread; 30 s outside of one."""
    call = _current.get(None)
    return CALL_SECONDS_MAX if call is None else call.remaining_seconds


def current_traceparent() -> str:
    """Return the trace context of the call served on this thread; empty outside of one."""
    call = _current.get(None)
    return "" if call is None else call.traceparent


def begin_call(call: Call) -> None:
    """Make `call` the one served on this thread."""
    _current.set(call)
