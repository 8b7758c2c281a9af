"""Case 40 of reliability.md with processes: two workers, paused and resumed."""

from __future__ import annotations

import os
import secrets
import sys
import time
from pathlib import Path

from support.events import scheduled_worker
from support.events.scheduled_worker import INTERVAL
from support.killable import Killable, wait_until

STALL_SECONDS = 2.0
STALLED = int(STALL_SECONDS / INTERVAL.total_seconds())


def test_each_due_time_has_one_run_in_order_though_workers_stand_still(
    database_url: str, tmp_path: Path
) -> None:
    notes, log = tmp_path / "notes", tmp_path / "log"
    url = database_url.replace("/loyalty_points?", f"/scheduled_{secrets.token_hex(4)}?")
    command = [sys.executable, scheduled_worker.__file__, url, str(notes)]
    workers = [Killable(command, os.environ, log) for _ in "12"]

    def dues() -> list[int]:
        text = notes.read_text() if notes.exists() else ""
        return [int(line.split()[0]) for line in text.splitlines()]

    def wait_for(more: int) -> None:
        count = len(dues()) + more
        wait_until(lambda: len(dues()) >= count, f"{count} runs")

    try:
        wait_until(lambda: log.exists() and log.read_text().count('"working"') == 2, "both work")
        wait_for(3)
        for worker in workers:  # the other goes on, or waits for its claim
            with worker.paused():
                time.sleep(STALL_SECONDS)
            wait_for(2)
        with workers[0].paused(), workers[1].paused():
            time.sleep(STALL_SECONDS)
        wait_for(STALLED)
        for worker in workers:
            assert worker.terminate() == 0
    finally:
        for worker in workers:
            worker.kill()
    step = round(INTERVAL.total_seconds() * 1000)
    first, *_, last = dues()
    assert dues() == list(range(first, last + step, step))
