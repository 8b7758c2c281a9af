"""Workers are processes of their own here: eventlet patches the whole process that it is in."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.events import noting_worker
from support.events.noting_worker import BACKLOG, INTERVAL_SECONDS
from support.killable import START_SECONDS, Killable, wait_until

STALL_SECONDS = 3.0
CLOCK_SECONDS = 0.005
"""How much earlier than it should a timer may seem to fire, by the clocks' grain."""


@dataclass(frozen=True)
class Worker:
    """A running worker, what its jobs noted and what it logged."""

    process: Killable
    notes: Path
    log: Path

    def noted(self) -> list[list[str]]:
        text = self.notes.read_text() if self.notes.exists() else ""
        return [line.split() for line in text.splitlines()]

    def words(self) -> list[str]:
        return [words[0] for words in self.noted()]

    def count(self, word: str) -> int:
        return self.words().count(word)

    def gaps(self, word: str) -> list[float]:
        """Return the seconds between one note of that word and the next."""
        times = [float(words[-1]) for words in self.noted() if words[0] == word]
        return [after - before for before, after in itertools.pairwise(times)]

    def wait_for(self, word: str, count: int) -> None:
        wait_until(lambda: self.count(word) >= count, f"{count} times {word}")
        assert not self.process.ended()


Start = Callable[..., Worker]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a worker with the named jobs."""
    started = []

    def start(*jobs: str, stop_seconds: float = 60) -> Worker:
        notes, log = tmp_path / "notes", tmp_path / "log"
        command = [sys.executable, noting_worker.__file__, str(notes), str(stop_seconds), *jobs]
        worker = Worker(Killable(command, os.environ, log), notes, log)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.process.kill()


def test_jobs_run_again_and_again_with_their_pause_in_between(start: Start) -> None:
    worker = start("ticking")
    worker.wait_for("tick", 10)
    assert min(worker.gaps("tick")) >= INTERVAL_SECONDS - CLOCK_SECONDS


def test_a_backlog_drains_without_a_pause(start: Start) -> None:
    worker = start("draining", "ticking")
    done_at_last = [str(noting_worker.PER_RUN)] * (BACKLOG // noting_worker.PER_RUN) + ["0"]
    worker.wait_for("done", len(done_at_last))  # the pause would be an hour
    worker.wait_for("tick", 10)
    assert [words[1] for words in worker.noted() if words[0] == "done"] == done_at_last


def test_a_failing_job_is_tried_again_ever_later_and_the_others_go_on(start: Start) -> None:
    worker = start("failing", "ticking")
    worker.wait_for("fail", 5)
    worker.wait_for("tick", worker.count("tick") + 5)
    for doublings, gap in enumerate(worker.gaps("fail")):
        assert gap >= INTERVAL_SECONDS * 2**doublings - CLOCK_SECONDS
    failures = [line for line in worker.log.read_text().splitlines() if "job failed" in line]
    assert len(failures) >= 5
    assert all('"job": "failing"' in line and "nothing there" in line for line in failures)


def test_a_job_never_overlaps_itself_and_does_not_hold_up_others(start: Start) -> None:
    worker = start("slow", "ticking")
    worker.wait_for("begin", 3)
    slow = [word for word in worker.words() if word != "tick"]
    assert all(word == ("begin", "end")[index % 2] for index, word in enumerate(slow))
    words = worker.words()
    assert "tick" in words[words.index("begin") : words.index("end")]


def test_time_lost_in_a_stall_is_not_made_up_for_by_a_burst(start: Start) -> None:
    """Case 40: nameko's own timer fires once for every tick that it has missed."""
    worker = start("ticking")
    worker.wait_for("tick", 3)
    with worker.process.paused():
        time.sleep(STALL_SECONDS)
    worker.wait_for("tick", worker.count("tick") + 10)
    gaps = worker.gaps("tick")
    assert max(gaps) >= STALL_SECONDS - INTERVAL_SECONDS
    assert min(gaps) >= INTERVAL_SECONDS - CLOCK_SECONDS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_finishes_the_run_in_hand(start: Start, number: signal.Signals) -> None:
    worker = start("slow")
    worker.wait_for("begin", 1)
    os.kill(worker.process.pid, number)
    assert worker.process.wait() == 0
    assert worker.words() == ["begin", "end"] * (worker.count("begin"))
    assert worker.log.read_text().splitlines()[-1].startswith('{"event": "stopped"')


def test_a_stop_before_anything_ran_is_clean_too(start: Start) -> None:
    worker = start("ticking")
    wait_until(lambda: '"working"' in worker.log.read_text(), "the worker works")
    assert worker.process.terminate() == 0


@pytest.mark.parametrize(("job", "place"), [("hanging", "in wait"), ("spinning", "in spinning")])
def test_a_run_that_does_not_end_is_given_up(start: Start, job: str, place: str) -> None:
    worker = start(job, stop_seconds=1)
    worker.wait_for("begin", 1)
    assert worker.process.terminate() == 1
    assert "Timeout (0:00:01)!" in worker.log.read_text()
    assert place in worker.log.read_text()


@pytest.mark.parametrize("package", ["pymongo", "grpc"])
def test_patching_refuses_to_come_too_late(package: str) -> None:
    script = "from loyalty_chassis.worker.patching import *; patch_standard_library()"
    ended = subprocess.run(
        [sys.executable, "-c", f"import {package}; {script}"],
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert f"patched before it imports {package}" in ended.stderr


def test_two_jobs_of_one_name_are_refused(start: Start) -> None:
    worker = start("ticking", "ticking")
    assert worker.process.wait() == 1
    assert "two jobs of one name: ticking" in worker.log.read_text()
