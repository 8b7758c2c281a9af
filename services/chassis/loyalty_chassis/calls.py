"""The call being served: who asks, and how long there is to answer."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass

from .callers import Caller

CALL_SECONDS_MAX = 30.0


@dataclass(slots=True)
class Call:
    """One call, from its arrival to its answer."""

    caller: Caller
    deadline: float
    """On the monotonic clock, in seconds."""
    replayed: bool = False
    """Set by a use case that answers with an earlier request's outcome."""

    @property
    def remaining_seconds(self) -> float:
        """What is left of the caller's deadline, never below zero."""
        return max(0.0, self.deadline - time.monotonic())

    @classmethod
    def within(cls, caller: Caller, seconds: float | None) -> Call:
        """Return a call that has `seconds` left, and never more than 30 s."""
        bounded = CALL_SECONDS_MAX if seconds is None else min(seconds, CALL_SECONDS_MAX)
        return cls(caller, time.monotonic() + bounded)


_current: ContextVar[Call] = ContextVar("loyalty_call")


def current_call() -> Call:
    """Return the call served on this thread. Raises LookupError outside of one."""
    return _current.get()


def remaining_seconds() -> float:
    """Return what is left of the time of the call served on this thread; 30 s outside of one."""
    call = _current.get(None)
    return CALL_SECONDS_MAX if call is None else call.remaining_seconds


def begin_call(call: Call) -> None:
    """Make `call` the one served on this thread."""
    _current.set(call)
