"""How busy the machine was, and who with: figures of a busy machine are worth less."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loyalty_chassis.cpus import keep_to_cpu

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
IDLE = (3, 4)
"""Idle and waiting, of the fields in /proc/stat."""
STEAL_END = 8
"""What comes after is counted in the fields before."""


def cpu_seconds_of(pid: int) -> float:
    """Return the CPU time of a process: all of its threads, user and system."""
    user, system, *_ = _times(Path(f"/proc/{pid}/stat").read_text())
    return (user + system) / TICKS_PER_SECOND


@contextmanager
def on_one_cpu() -> Iterator[None]:
    """Keep this thread, and those that it starts in the block, to one CPU, as `serve` does."""
    allowed, policy = os.sched_getaffinity(0), os.sched_getscheduler(0)
    keep_to_cpu(max(allowed))
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
        os.sched_setscheduler(0, policy, os.sched_param(0))


class Machine:
    """Watches the CPU time of the machine from now on."""

    def __init__(self) -> None:
        self._busy, self._all = _machine()
        self._ours = _family()

    def taken_by_others(self) -> float:
        """Return the part of the machine's CPU time that went to others, 0 to 1.

        Ours is this process and what it started. Call it before that is stopped.
        """
        busy, everything = _machine()
        others = busy - self._busy - (_family() - self._ours)
        return max(0.0, others / (everything - self._all))


def _machine() -> tuple[int, int]:
    """Return the busy ticks and all ticks since the machine started."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1 : STEAL_END + 1]
    ticks = [int(field) for field in fields]
    return sum(ticks) - sum(ticks[index] for index in IDLE), sum(ticks)


def _family() -> int:
    """Return the ticks taken by this process and all that it started, ended ones too."""
    taken: dict[int, int] = {}
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue  # It has ended meanwhile.
        pid = int(stat.parent.name)
        taken[pid], parents[pid] = sum(_times(text)), _parent(text)
    return sum(ticks for pid, ticks in taken.items() if _is_ours(pid, parents))


def _is_ours(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid]
    return False


def _times(stat: str) -> tuple[int, int, int, int]:
    """Return user and system ticks of a process, and of its children that have ended."""
    fields = stat.rpartition(")")[2].split()
    user, system, children_user, children_system = (int(field) for field in fields[11:15])
    return user, system, children_user, children_system


def _parent(stat: str) -> int:
    return int(stat.rpartition(")")[2].split()[1])
