"""Keeps a process to one CPU.

Threads of Python run one at a time. On several CPUs each of them wakes the next on another
one, which costs a short call about a third of its time.
"""

from __future__ import annotations

import os

from loyalty_chassis.starting import CannotStart


def keep_to_cpu(cpu: int | None) -> None:
    """Run this thread, and those that it starts, on that CPU alone; on any where it is None.

    Raises CannotStart where there is no such CPU, or the system cannot do it.
    """
    if cpu is None:
        return
    try:
        os.sched_setaffinity(0, {cpu})
    except (AttributeError, OSError, OverflowError) as error:
        raise CannotStart(f"cannot keep to CPU {cpu}: {error}") from error
