"""Which CPU the points service and the embedded database keep to: each is faster on one.

Both are programs in Python with many threads, of which one runs at a time. On several CPUs
they wake each other across them: the database then took about 9 ms of CPU for a purchase
instead of 6.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

_SERVICE, _DATABASE = 0, 1


def one_cpu() -> Mapping[str, str]:
    """Return the service's setting; nothing where the system cannot do it."""
    cpu = _cpu_of(_SERVICE)
    return {} if cpu is None else {"CPU": str(cpu)}


def keep_database_to_one(pid: int) -> None:
    """Keep the database to one CPU, with all its threads: not to the service's."""
    cpu = _cpu_of(_DATABASE)
    if cpu is not None:
        run_on(pid, {cpu})


def run_on(pid: int, cpus: Collection[int]) -> None:
    """Have all threads of a process run on these CPUs, and those that they will start."""
    # The first thread goes first, so that what it starts meanwhile is as it is.
    for thread in sorted(int(each.name) for each in Path(f"/proc/{pid}/task").iterdir()):
        with suppress(ProcessLookupError):  # it has ended meanwhile
            os.sched_setaffinity(thread, cpus)


def _cpu_of(program: int) -> int | None:
    """Return a CPU that this process may use, by its number among processes.

    So suites beside each other seldom share one.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[(os.getpid() + program) % len(allowed)]
