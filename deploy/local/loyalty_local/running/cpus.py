"""Which CPU the points service keeps to, as it is faster on one."""

from __future__ import annotations

import os
from collections.abc import Mapping


def one_cpu() -> Mapping[str, str]:
    """Return the setting: a CPU that this process may use, by its number among processes.

    So suites beside each other seldom share one. Nothing where the system cannot do it.
    """
    if not hasattr(os, "sched_getaffinity"):
        return {}
    allowed = sorted(os.sched_getaffinity(0))
    return {"CPU": str(allowed[os.getpid() % len(allowed)])}
