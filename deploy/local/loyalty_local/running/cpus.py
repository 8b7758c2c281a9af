"""Which CPU the points service keeps to, as it is faster on one."""

from __future__ import annotations

import os


def first_cpu() -> str:
    """Return the number of the first CPU that this process may use."""
    return str(min(os.sched_getaffinity(0)))
