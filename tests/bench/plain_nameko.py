"""Plain nameko, which publishes the same events and handles them."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path
from typing import Self

from bench.workers import plain
from loyalty_chassis.events.envelope import Event


class PlainNameko:
    """Plain nameko in a process of its own."""

    def __init__(self, broker_url: str, event: Event, folder: Path) -> None:
        body = folder / "body.json"
        body.write_bytes(event.to_json())
        arguments = [f"plain{secrets.token_hex(4)}", broker_url, str(body)]
        self._process = subprocess.Popen(
            [sys.executable, plain.__file__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def seconds(self, count: int) -> float:
        """Return how long it takes to publish and to handle so many."""
        assert self._process.stdin
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        return float(self._line())

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("plain nameko ended")
        return line
