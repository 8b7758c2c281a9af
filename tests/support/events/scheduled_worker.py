"""A worker of one scheduled job: `python scheduled_worker.py DATABASE_URL NOTES`.

Each run notes its due time, in milliseconds since 1970, and who it is.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

INTERVAL = timedelta(seconds=0.5)
LOOK_SECONDS = 0.02
RUN_SECONDS = 0.1


def main() -> None:
    from loyalty_chassis.worker.patching import patch_standard_library

    patch_standard_library()
    from loyalty_chassis.clock import system_clock
    from loyalty_chassis.instants import to_ms
    from loyalty_chassis.logs import configure_logs
    from loyalty_chassis.storage.connection import connect
    from loyalty_chassis.storage.transactions import UnitOfWork
    from loyalty_chassis.worker.running import run_worker
    from loyalty_chassis.worker.scheduled import Every, ScheduledJob, as_job

    database_url, notes = sys.argv[1:]

    def run(due: datetime) -> int:
        time.sleep(RUN_SECONDS)
        with Path(notes).open("a") as file:
            print(to_ms(due), os.getpid(), file=file)
        return 0

    configure_logs("INFO")
    job = ScheduledJob("noting", Every(INTERVAL), 1, run)
    unit_of_work = UnitOfWork(connect(database_url))
    jobs = [as_job(unit_of_work, system_clock, LOOK_SECONDS, job)]
    run_worker("scheduled", jobs, "memory://", 20.0)


if __name__ == "__main__":
    main()
