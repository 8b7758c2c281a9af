"""Keeps a process to one CPU.

Threads of Python run one at a time. On several CPUs each of them wakes the next on another
one, which costs a short call about a third of its time. And on one CPU a thread that is woken
would take it from the one that runs, only to wait for that one's turn to end: that doubles how
often they change. So the system is asked to let whoever runs go on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from loyalty_chassis.starting import CannotStart


def keep_to_cpu(cpu: int | None) -> None:
    """Run this thread, and those that it starts, on that CPU alone; on any where it is None.

    As a batch (`SCHED_BATCH`), unless the operator has chosen how they are scheduled.
    Raises CannotStart where there is no such CPU, or the system cannot do it; tells which
    there are.
    """
    if cpu is None:
        return
    try:
        os.sched_setaffinity(0, {cpu})
    except AttributeError as error:
        raise CannotStart(f"cannot keep to CPU {cpu}: not on this system") from error
    except (OSError, OverflowError) as error:
        allowed = _listed(sorted(os.sched_getaffinity(0)))
        raise CannotStart(f"cannot keep to CPU {cpu}: this process may use {allowed}") from error
    if os.sched_getscheduler(0) == os.SCHED_OTHER:
        with suppress(OSError):  # without it, it is only slower
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _listed(cpus: Sequence[int]) -> str:
    """Write numbers in order as the system's tools do: "0-3,8"."""
    runs: list[list[int]] = []
    for cpu in cpus:
        if runs and cpu == runs[-1][-1] + 1:
            runs[-1].append(cpu)
        else:
            runs.append([cpu])
    return ",".join(f"{run[0]}-{run[-1]}" if run[1:] else str(run[0]) for run in runs)
