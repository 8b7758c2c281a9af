"""Get account over gRPC against finding the document by its key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from operator import attrgetter
from pathlib import Path

from bench.counting import account_request
from bench.figures import Figure
from bench.local_suite import LocalSuite
from bench.sizes import Sizes
from bench.turns import take_turns
from bench.workers import calling, raw
from bench.workers.driving import Load
from bench.workers.process import Worker

METHOD = "/loyalty.points.v1.PointsService/GetAccount"
LOG_SECONDS = 2.0
_RATE = re.compile(r"finished in ([0-9.]+)(us|ms|s),")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


def measure_getting(
    suite: LocalSuite, caller: Worker, pymongo: Worker, sizes: Sizes, folder: Path
) -> list[Figure]:
    """Return throughput and CPU time."""
    (member_id,) = suite.members(1, sizes.lots_few)
    program = shutil.which("h2load")
    body = folder / "get-account.bin"
    message = account_request(member_id).SerializeToString()
    body.write_bytes(b"\0" + len(message).to_bytes(4, "big") + message)

    def ours() -> Load:
        if program is None:
            return caller.ask(calling.get_account, member_id, sizes.callers, sizes.reads)
        return _h2load(program, suite, body, sizes)

    def theirs() -> Load:
        return pymongo.ask(raw.get_account, member_id, sizes.callers, sizes.reads)

    turns = take_turns(ours, theirs, sizes.rounds, suite.cpu_seconds)
    rate, detail = turns.ratio(attrgetter("per_second"))
    cpu, cpu_detail = turns.cpu_ratio()
    by = "h2load" if program else "a client of ours, h2load being absent"
    return [
        Figure(
            f"get account: calls a second, {sizes.callers} callers / {sizes.callers} raw threads",
            rate,
            least=0.6,
            unit="x",
            detail=f"{detail}; by {by}",
        ),
        Figure("get account: CPU, service / raw", cpu, most=4, unit="x", detail=cpu_detail),
    ]


def _h2load(program: str, suite: LocalSuite, body: Path, sizes: Sizes) -> Load:
    """Load the service with one fixed request, and check in its log that all went well."""
    logged = suite.points_log.stat().st_size
    command = [program, "-n", f"{sizes.reads}", "-c", f"{sizes.callers}", "-m", "1"]
    command += ["-d", f"{body}", "-H", "content-type: application/grpc", "-H", "te: trailers"]
    command += ["-H", f"authorization: Bearer {suite.keys.operator}"]
    ended = subprocess.run(
        [*command, f"http://{suite.address}{METHOD}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = _RATE.search(ended.stdout)
    if found is None:
        raise RuntimeError(f"h2load said: {ended.stdout}{ended.stderr}")
    _require_ok(suite.points_log, logged, sizes.reads)
    seconds = float(found[1]) * _UNITS[found[2]]
    return Load(sizes.reads, seconds, cpu_seconds=0, median_ms=0)


def _require_ok(log: Path, start: int, count: int) -> None:
    """Raise RuntimeError unless the log tells of `count` calls since `start`, all OK.

    h2load sees HTTP's 200 even where gRPC's status is an error.
    """
    deadline = time.monotonic() + LOG_SECONDS
    while time.monotonic() < deadline:
        with log.open("rb") as lines:
            lines.seek(start)
            calls = [json.loads(line) for line in lines if METHOD.encode() in line]
        if len(calls) == count:
            break
        time.sleep(0.05)
    codes = {call["code"] for call in calls}
    if len(calls) != count or codes != {"OK"}:
        raise RuntimeError(f"of {count} calls, {len(calls)} were logged, with codes {codes}")
