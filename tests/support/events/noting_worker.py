"""A worker whose jobs note what they do: `python noting_worker.py NOTES STOP_SECONDS JOB...`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

INTERVAL_SECONDS = 0.1
BACKLOG, PER_RUN = 25, 5
SLOW_SECONDS = 1.0

left = BACKLOG


def note(*words: object) -> None:
    with Path(sys.argv[1]).open("a") as notes:
        print(*words, time.monotonic(), file=notes)


def ticking() -> int:
    note("tick")
    return 0


def draining() -> int:
    global left  # noqa: PLW0603
    done = min(left, PER_RUN)
    left -= done
    note("done", done)
    return done


def failing() -> int:
    note("fail")
    raise LookupError("nothing there")


def slow() -> int:
    note("begin")
    time.sleep(SLOW_SECONDS)
    note("end")
    return 0


def hanging() -> int:
    note("begin")
    while True:
        time.sleep(0.1)


def spinning() -> int:
    note("begin")
    while True:
        pass


JOBS = {
    "ticking": (ticking, INTERVAL_SECONDS, 1),
    "draining": (draining, 3600, PER_RUN),
    "failing": (failing, INTERVAL_SECONDS, 1),
    "slow": (slow, INTERVAL_SECONDS, 1),
    "hanging": (hanging, INTERVAL_SECONDS, 1),
    "spinning": (spinning, INTERVAL_SECONDS, 1),
}


def main() -> None:
    from loyalty_chassis.worker.patching import patch_standard_library

    patch_standard_library()
    from loyalty_chassis.logs import configure_logs
    from loyalty_chassis.worker.jobs import Job
    from loyalty_chassis.worker.running import run_worker

    configure_logs("INFO")
    jobs = [
        Job(name, interval, bound, run)
        for name, (run, interval, bound) in ((name, JOBS[name]) for name in sys.argv[3:])
    ]
    run_worker("noting", jobs, "memory://", float(sys.argv[2]))


if __name__ == "__main__":
    main()
