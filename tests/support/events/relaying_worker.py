"""A worker that relays: `relaying_worker.py NAME DATABASE_URL BROKER_URL [KILL_AT_CLEAR]`.

Told to, it ends itself by SIGKILL before it clears marks for that time: after the broker's
confirm, before anybody knows of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence


def main() -> None:
    from loyalty_chassis.worker.patching import patch_standard_library

    patch_standard_library()
    from loyalty_chassis.clock import system_clock
    from loyalty_chassis.events.outbox import DocumentOutbox, Unpublished
    from loyalty_chassis.events.relay import Relay
    from loyalty_chassis.logs import configure_logs
    from loyalty_chassis.storage.connection import connect
    from loyalty_chassis.storage.transactions import UnitOfWork
    from loyalty_chassis.worker.publishing import publisher_for
    from loyalty_chassis.worker.running import run_worker

    name, database_url, broker_url = sys.argv[1:4]
    kill_at = int(sys.argv[4]) if sys.argv[4:] else 0

    class MortalOutbox(DocumentOutbox):
        times = 0

        def clear(self, published: Sequence[Unpublished]) -> None:
            self.times += 1
            if self.times == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            super().clear(published)

    configure_logs("INFO")
    unit_of_work = UnitOfWork(connect(database_url))
    publisher = publisher_for(name, broker_url)
    relay = Relay(name, [MortalOutbox()], publisher, unit_of_work, system_clock)
    run_worker(name, [], broker_url, 20, [relay])


if __name__ == "__main__":
    main()
