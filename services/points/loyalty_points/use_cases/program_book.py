"""The published programs, kept in memory and up to date."""

from __future__ import annotations

import threading
import time
from datetime import datetime

import structlog
from loyalty_chassis.errors import PluginFailed

from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.program import Program
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
        self._rules: dict[int, ProgramRules] = {}
        self._read_at = float("-inf")

    def refresh(self) -> None:
        """Read what was published since. Called every two seconds.

        Raises PluginFailed where a program names a plugin that this server lacks.
        """
        with self._lock:
            latest = self._programs[-1].version if self._programs else 0
            new = reading.read_programs(latest)
            self._programs += tuple(new)
            self._read_at = time.monotonic()
        for program in new:
            logger.info("program taken up", version=program.version)
        for program in self._programs:
            self.rules(program)

    def programs(self) -> tuple[Program, ...]:
        """Return all programs, oldest version first."""
        if time.monotonic() - self._read_at > STALE_SECONDS:
            self.refresh()
        return self._programs

    def in_force(self, instant: datetime) -> Program:
        """Return the program in force at an instant. Raises ProgramNotFound."""
        started = [program for program in self.programs() if program.effective_time <= instant]
        if not started:
            raise ProgramNotFound("no program was in force at that time", {"time": instant})
        return max(started, key=lambda program: (program.effective_time, program.version))

    def rules(self, program: Program) -> ProgramRules:
        """Return a program's rules. Raises PluginFailed where this server lacks a plugin."""
        if program.version not in self._rules:
            try:
                self._rules[program.version] = self.compiler.compile(program)
            except PluginFailed:
                logger.exception("program cannot run here", version=program.version)
                raise
        return self._rules[program.version]
