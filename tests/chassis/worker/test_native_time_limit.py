"""A worker's time limit, in a process whose standard library is patched as a worker's is."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from loyalty_chassis.worker.patching import patch_standard_library

patch_standard_library()
import time

import eventlet
from loyalty_chassis.plugins.time_limit import PluginTimeIsUp
from loyalty_chassis.worker.native_time_limit import NativeTimeLimit

beats = []

def beat():
    while True:
        beats.append(time.monotonic())
        eventlet.sleep(0.01)

def loop(marker):
    marker.enter("looper")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        sum(range(1000))

def fail(marker):
    raise SystemExit("of the plugin")

def answer(marker):
    marker.enter("quick")
    return marker.culprit

eventlet.spawn(beat)
limit = NativeTimeLimit()
assert limit.run(answer, 10) == "quick"
try:
    limit.run(fail, 10)
except SystemExit as error:
    print("raised", error)
for _ in range(2):
    before, began = len(beats), time.monotonic()
    try:
        limit.run(loop, 2)
    except PluginTimeIsUp as late:
        print("late", late.culprit, len(beats) - before > 2, time.monotonic() - began < 15)
began = time.monotonic()
try:
    limit.run(loop, 10)
except PluginTimeIsUp as late:
    print("at once", late.culprit, time.monotonic() - began < 5)
print("others", limit.run(answer, 10))
"""


def test_code_that_never_returns_is_given_up_while_other_threads_of_a_worker_go_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "raised of the plugin",
        "late looper True True",
        "late looper True True",
        "at once looper True",
        "others quick",
    ]
