"""Lines that wait for each other: none is lost, none is late for long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from typing import IO

import pytest
from loyalty_chassis import log_lines
from loyalty_chassis.log_lines import LogLines

BEGIN = """
import os, signal, sys, threading, time
import structlog
from loyalty_chassis.logs import configure_logs, gather_logs, log_later

configure_logs("INFO")
gather_logs()
logger = structlog.get_logger()
"""
HELD_UP = "from loyalty_chassis import log_lines; log_lines.GATHER_SECONDS = 3600\n"
THREADS, LINES = 8, 2000


def ended(script: str) -> tuple[int, list[Mapping[str, object]]]:
    """Run a script; return its exit code and what it logged."""
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, [json.loads(line) for line in done.stderr.splitlines()]


def test_what_waits_is_written_when_the_process_ends() -> None:
    script = 'logger.info("first"); log_later(lambda: logger.info("second"))'
    code, lines = ended(HELD_UP + script)
    assert code == 0
    assert {line["event"] for line in lines} == {"first", "second"}


def test_what_is_logged_after_that_is_written_too() -> None:
    """What was to be done at the end before lines were gathered is done after."""
    early = 'import atexit, structlog; atexit.register(lambda: structlog.get_logger().info("last"))'
    script = f"{early}\n{BEGIN}{HELD_UP}logger.info('first')"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["first", "last"]


@pytest.mark.parametrize("level", ["warning", "error", "critical"])
def test_what_is_amiss_is_written_at_once_after_all_before_it(level: str) -> None:
    script = f"""{HELD_UP}
log_later(lambda: logger.info("a call"))
logger.{level}("amiss")
os.kill(os.getpid(), signal.SIGKILL)
"""
    code, lines = ended(script)
    assert code == -signal.SIGKILL
    assert [line["event"] for line in lines] == ["a call", "amiss"]


def test_lines_are_written_while_the_process_goes_on() -> None:
    script = 'logger.info("first"); sys.stdin.readline(); log_later(lambda: logger.info("second"))'
    with subprocess.Popen(
        [sys.executable, "-c", f"{BEGIN}{script}; sys.stdin.readline()"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        for expected in ("first", "second"):
            assert event_of(process.stderr) == expected
            process.stdin.write("\n")
            process.stdin.flush()
    assert process.returncode == 0


def event_of(lines: IO[str]) -> object:
    return json.loads(lines.readline())["event"]


def test_many_threads_lose_and_break_no_line() -> None:
    script = f"""
def work(name):
    for number in range({LINES}):
        if number % 3:
            log_later(lambda number=number: logger.info("call", thread=name, number=number))
        else:
            logger.info("call", thread=name, number=number)

threads = [threading.Thread(target=work, args=(name,)) for name in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    code, lines = ended(script)
    assert code == 0
    assert sorted((line["thread"], line["number"]) for line in lines) == [
        (name, number) for name in range(THREADS) for number in range(LINES)
    ]


def test_a_line_that_cannot_be_logged_keeps_no_other_away() -> None:
    code, lines = ended("log_later(lambda: 1 / 0); log_later(lambda: logger.info('second'))")
    assert code == 0
    told, second = lines
    assert told["event"] == "a line could not be logged"
    assert "ZeroDivisionError" in str(told["exception"])
    assert second["event"] == "second"


@pytest.mark.parametrize("gathered", ["", "gather_logs()\n"])
def test_a_process_goes_on_whose_standard_error_is_gone(gathered: str) -> None:
    script = f"""{BEGIN.replace("gather_logs()", "")}{gathered}
os.close(2)
logger.info("not told")
logger.error("not told either")
time.sleep(0.1)
print("went on")
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "went on\n"
    assert done.stderr == ""


@pytest.mark.parametrize("gathered", ["", "gather_logs()\n"])
def test_a_standard_error_that_does_not_wait_gets_every_line_whole(gathered: str) -> None:
    """As a pipe is that its other end made so; it is read slowly."""
    script = f"""{BEGIN.replace("gather_logs()", "")}{gathered}
os.set_blocking(2, False)
for number in range({LINES}):
    logger.info("call", number=number, filling="x" * 100)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        time.sleep(1)
        numbers = [json.loads(line)["number"] for line in process.stderr]
    assert numbers == list(range(LINES))
    assert process.returncode == 0


def test_lines_from_two_threads_that_lock_in_other_orders_go_on() -> None:
    """One warns by the standard library; the other tells of a line that could not be logged."""
    script = f"""
import logging
from loyalty_chassis import logs

def warn():
    for number in range({LINES}):
        logging.getLogger("library").warning("gone")

def fail():
    for number in range({LINES}):
        log_later(lambda: 1 / 0)
        logs._lines._write_waiting()

threads = [threading.Thread(target=work) for work in (warn, fail)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    code, lines = ended(script)
    assert code == 0
    assert len(lines) == 2 * LINES


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[IO[bytes]]:
    """Lines that wait for an hour, three of them at most; give what is written."""
    reading, writing = os.pipe()
    monkeypatch.setattr(log_lines, "STANDARD_ERROR", writing)
    monkeypatch.setattr(log_lines, "GATHER_SECONDS", 3600)
    monkeypatch.setattr(log_lines, "WAITING_MAX", 3)
    with os.fdopen(reading, "rb") as lines:
        yield lines
        os.close(writing)


def test_who_adds_one_line_too_many_writes_all_of_them(written: IO[bytes]) -> None:
    lines = LogLines()
    lines.gather()
    for name in (b"1\n", b"2\n", b"3\n"):
        lines.write(name)
    os.set_blocking(written.fileno(), False)
    assert written.read() is None
    lines.write(b"4\n")
    assert written.read() == b"1\n2\n3\n4\n"


def test_who_defers_one_line_too_many_writes_all_of_them(written: IO[bytes]) -> None:
    lines = LogLines()
    lines.gather()
    for name in (b"1\n", b"2\n", b"3\n", b"4\n"):
        lines.defer(lambda name=name: lines.write(name))  # type: ignore[misc]
    os.set_blocking(written.fileno(), False)
    assert written.read() == b"1\n2\n3\n4\n"
