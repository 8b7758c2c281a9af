"""The published programs, kept in memory and up to date."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import structlog
from loyalty_chassis.errors import PluginFailed

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.programs.program import Program
from loyalty_points.rules import ProgramRules, RulesCompiler
from loyalty_points.store import reading

STALE_SECONDS = 30.0
"""A book older than this is read again before it is used. Programs take effect 60 s after
they are published, so no server ever decides by an outdated one."""

logger = structlog.get_logger()


class ProgramBook:
    """Answers which program is in force, without a read."""

    def __init__(self, compiler: RulesCompiler) -> None:
        """Start empty; `refresh` fills it."""
        self.compiler = compiler
        self._lock = threading.Lock()
        self._programs: tuple[Program, ...] = ()
        self._rules: dict[int, ProgramRules | PluginFailed] = {}
        self._read_at = float("-inf")

    def refresh(self) -> None:
        """Read what was published since. Called every two seconds."""
        with self._lock:
            read_at = time.monotonic()
            latest = self._programs[-1].version if self._programs else 0
            new = reading.read_programs(latest)
            self._programs += tuple(new)
            self._read_at = read_at
        for program in new:
            logger.info("program taken up", version=program.version)

    def refresh_and_check(self, now: datetime) -> None:
        """Read what was published since, and make sure that it can run here.

        Raises PluginFailed where a program that a purchase could still fall under names a
        plugin that this server lacks.
        """
        self.refresh()
        for program in self._reachable(now):
            self.rules(program)

    def _reachable(self, now: datetime) -> list[Program]:
        """Return the programs under which a purchase accepted from now on can fall."""
        programs = self.programs()
        in_force = [program for program in programs if program.effective_time <= now]
        if not in_force:
            return list(programs)
        current = max(in_force, key=_precedence)
        oldest = now - timedelta(seconds=current.limits.max_purchase_age_seconds)
        first = max(
            (program for program in in_force if program.effective_time <= oldest),
            key=_precedence,
            default=None,
        )
        return [
            program for program in programs if program is first or program.effective_time > oldest
        ]

    def programs(self) -> tuple[Program, ...]:
        """Return all programs, oldest version first."""
        # The first is in force at once, unlike those after it: a worker may have begun before.
        if not self._programs or time.monotonic() - self._read_at > STALE_SECONDS:
            self.refresh()
        return self._programs

    def in_force(self, instant: datetime) -> Program:
        """Return the program in force at an instant. Raises ProgramNotFound.

        Without a read, unless there seems to be none: the very first takes effect at once.
        """
        started = self._started(instant)
        if not started:
            self.refresh()
            started = self._started(instant)
        if not started:
            raise ProgramNotFound("no program was in force at that time", {"time": instant})
        return max(started, key=_precedence)

    def _started(self, instant: datetime) -> list[Program]:
        return [program for program in self.programs() if program.effective_time <= instant]

    def version(self, version: int) -> Program:
        """Return the program of a version. Raises ProgramNotFound."""
        for program in self.programs():
            if program.version == version:
                return program
        raise ProgramNotFound(f"there is no program {version}", {"version": version})

    def rules(self, program: Program) -> ProgramRules:
        """Return a program's rules. Raises PluginFailed where this server lacks a plugin."""
        known = self._rules.get(program.version)
        if known is None:
            try:
                known = self.compiler.compile(program)
            except PluginFailed as failed:
                logger.exception("program cannot run here", version=program.version)
                known = failed
            self._rules[program.version] = known
        if isinstance(known, PluginFailed):
            raise known
        return known


def _precedence(program: Program) -> tuple[datetime, int]:
    """Return what ranks programs: the latest start wins, then the one published last."""
    return program.effective_time, program.version
