"""Get account over gRPC against finding the document by its key, and against a bare server."""

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
from bench.turns import Turns, take_turns
from bench.workers import bare, calling, raw
from bench.workers.driving import Load
from bench.workers.process import Worker

METHOD = "/loyalty.points.v1.PointsService/GetAccount"
CALLS = "get account: calls a second"
PER_SECOND = attrgetter("per_second")
LOG_SECONDS = 2.0
_RATE = re.compile(r"finished in ([0-9.]+)(us|ms|s),")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


def measure_getting(
    suite: LocalSuite, caller: Worker, pymongo: Worker, sizes: Sizes, folder: Path
) -> list[Figure]:
    """Return throughput and CPU time, and with h2load what a bare server leaves of raw."""
    (member_id,) = suite.members(1, sizes.lots_few)

    def by_client() -> Load:
        return caller.ask(calling.get_account, member_id, sizes.callers, sizes.reads)

    def theirs() -> Load:
        return pymongo.ask(raw.get_account, member_id, sizes.callers, sizes.reads)

    program = shutil.which("h2load")
    if program is None:
        turns = take_turns(by_client, theirs, sizes.short_rounds, suite.cpu_seconds)
        return _against_raw(turns, sizes, "a client of ours, h2load being absent")
    request = account_request(member_id)
    answer = suite.client.points.GetAccount(request).SerializeToString()
    command = _h2load(program, suite, request.SerializeToString(), sizes, folder)
    alone: list[Load] = []
    begin = bare.start, suite.database_url, METHOD, member_id, answer
    with Worker(*begin, cpu=suite.service_cpu) as server:
        address = server.ask(bare.address)

        def ours() -> Load:
            logged = suite.points_log.stat().st_size
            load = _run(command, suite.address, sizes.reads)
            _require_ok(suite.points_log, logged, sizes.reads)
            return load

        def bare_and_theirs() -> Load:
            alone.append(_run(command, address, sizes.reads))
            if (answered := server.ask(bare.answered)) != sizes.reads:
                raise RuntimeError(f"of {sizes.reads} calls, the bare server answered {answered}")
            return theirs()

        turns = take_turns(ours, bare_and_theirs, sizes.short_rounds, suite.cpu_seconds)
        shown = _with_bare(turns, alone[-sizes.short_rounds :])
        with suite.database_on_one_cpu():
            kept = take_turns(ours, theirs, sizes.short_rounds, suite.cpu_seconds)
    return [*_against_raw(turns, sizes, "h2load"), *shown, _on_one_cpu(kept)]


def _against_raw(turns: Turns, sizes: Sizes, by: str) -> list[Figure]:
    rate, detail = turns.ratio(PER_SECOND)
    cpu, cpu_detail = turns.cpu_ratio()
    return [
        Figure(
            f"{CALLS}, {sizes.callers} callers / {sizes.callers} raw threads",
            rate,
            least=0.6,
            unit="x",
            detail=f"{detail}; by {by}",
        ),
        Figure("get account: CPU, service / raw", cpu, most=4, unit="x", detail=cpu_detail),
    ]


def _on_one_cpu(turns: Turns) -> Figure:
    """Return the same where the embedded database keeps to one CPU, as `make demo` has it."""
    rate, detail = turns.ratio(PER_SECOND)
    return Figure(f"{CALLS}, the database on one CPU", rate, unit="x", detail=detail)


def _with_bare(turns: Turns, alone: list[Load]) -> list[Figure]:
    """Return what grpcio and pymongo alone leave of raw, and what the service leaves of that."""
    left, detail = Turns(alone, turns.second).ratio(PER_SECOND)
    ours, ours_detail = Turns(turns.first, alone).ratio(PER_SECOND)
    return [
        Figure(f"{CALLS}, bare server / raw", left, unit="x", detail=detail),
        Figure(f"{CALLS}, service / bare server", ours, unit="x", detail=ours_detail),
    ]


def _h2load(
    program: str, suite: LocalSuite, message: bytes, sizes: Sizes, folder: Path
) -> list[str]:
    """Return the command that sends one fixed request again and again; it lacks the address."""
    body = folder / "get-account.bin"
    body.write_bytes(b"\0" + len(message).to_bytes(4, "big") + message)
    command = [program, "-n", f"{sizes.reads}", "-c", f"{sizes.callers}", "-m", "1"]
    command += ["-d", f"{body}", "-H", "content-type: application/grpc", "-H", "te: trailers"]
    return [*command, "-H", f"authorization: Bearer {suite.keys.operator}"]


def _run(command: list[str], address: str, count: int) -> Load:
    ended = subprocess.run(
        [*command, f"http://{address}{METHOD}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = _RATE.search(ended.stdout)
    if found is None:
        raise RuntimeError(f"h2load said: {ended.stdout}{ended.stderr}")
    seconds = float(found[1]) * _UNITS[found[2]]
    return Load(count, seconds, cpu_seconds=0, median_ms=0)


def _is_of_a_call(line: bytes) -> bool:
    """Tell whether a line, which may be half written, is whole and tells of one."""
    return METHOD.encode() in line and line.endswith(b"\n")


def _require_ok(log: Path, start: int, count: int) -> None:
    """Raise RuntimeError unless the log tells of `count` calls since `start`, all OK.

    h2load sees HTTP's 200 even where gRPC's status is an error.
    """
    deadline = time.monotonic() + LOG_SECONDS
    while time.monotonic() < deadline:
        with log.open("rb") as lines:
            lines.seek(start)
            calls = [json.loads(line) for line in lines if _is_of_a_call(line)]
        if len(calls) == count:
            break
        time.sleep(0.05)
    codes = {call["code"] for call in calls}
    if len(calls) != count or codes != {"OK"}:
        raise RuntimeError(f"of {count} calls, {len(calls)} were logged, with codes {codes}")
