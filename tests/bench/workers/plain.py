"""Plain nameko, which publishes events and handles them: `plain.py NAME BROKER_URL BODY_FILE`.

Told a number on standard input, it dispatches the body so often, and answers with the seconds
until its handler had them all.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

TYPE = "loyalty.bench.v1.Noted"


def main() -> None:
    name, broker_url, body_file = sys.argv[1:]
    import eventlet

    eventlet.monkey_patch()
    import json

    from eventlet import tpool
    from nameko.events import event_handler
    from nameko.runners import ServiceRunner
    from nameko.standalone.events import event_dispatcher

    body = json.loads(Path(body_file).read_bytes())
    handled = []

    def handle(_service: object, payload: object) -> None:
        handled.append(payload)

    service = type("Plain", (), {"name": name, "handle": event_handler(name, TYPE)(handle)})
    configuration = {"AMQP_URI": broker_url}
    runner = ServiceRunner(configuration)
    runner.add_service(service)
    runner.start()
    dispatch = event_dispatcher(configuration)
    print("ready", flush=True)  # noqa: T201, it is asked
    while line := tpool.execute(sys.stdin.readline):
        handled.clear()
        began = time.monotonic()
        for _ in range(int(line)):
            dispatch(name, TYPE, body)
        while len(handled) < int(line):
            eventlet.sleep(0.002)
        print(time.monotonic() - began, flush=True)  # noqa: T201
    runner.stop()


if __name__ == "__main__":
    main()
