"""A process that is started, watched and stopped."""

from __future__ import annotations

import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loyalty_local.errors import LocalError

POLL_SECONDS = 0.1
LOG_TAIL_LINES = 15


class ManagedProcess:
    """One process; what it writes goes to a log file.

    It has a session of its own, so that Ctrl-C reaches only us and we stop our processes
    in the right order.
    """

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603, our own programs
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def wait_until(
        self, ready: Callable[[], bool], deadline_seconds: float, trouble: str = "did not answer"
    ) -> None:
        """Return once `ready` says so.

        Raises LocalError where the process ends, or has the trouble until the deadline.
        """
        deadline = time.monotonic() + deadline_seconds
        while not ready():
            if not self.alive:
                raise LocalError(f"{self.name} ended at once; {self.last_words()}")
            if time.monotonic() > deadline:
                raise LocalError(
                    f"{self.name} {trouble} in {deadline_seconds:g} s; {self.last_words()}"
                )
            time.sleep(POLL_SECONDS)

    def stop(self, patience_seconds: float) -> None:
        """Ask the process to end; kill it where it does not."""
        if not self.alive:
            return
        self._process.terminate()
        try:
            self._process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """Return the end of the log."""
        return last_lines(self._log)


def last_lines(log: Path) -> str:
    """Return the end of a log file, with its place."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        tail = "".join(deque(lines, LOG_TAIL_LINES))
    return f"the end of {log}:\n{tail}" if tail else f"{log} is empty"
