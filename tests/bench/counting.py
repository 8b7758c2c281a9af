"""Commands sent to the database per call, counted in a service within this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import sample
from bench.commands import figure_of
from bench.figures import Figure
from bench.history import lengthen
from bench.ledger_counting import count_ledger_commands
from bench.sizes import Sizes
from loyalty.points.v1 import points_service_pb2
from loyalty_chassis.plugins.registry import PluginRegistry

from support import build
from support.commands import CALL_COMMANDS
from support.harness import Client, Harness, start_harness
from support.together import outcome_of, tally

CONTENDED_CALLS = 10
CALLS = 60
"""Of which a median is taken."""
RECORD_MOST = 7


@contextmanager
def harness(database_url: str, folder: Path) -> Iterator[Harness]:
    """Run a service in this process, with the real plugins, on a database of its own."""
    running = start_harness(database_url, folder, PluginRegistry.discover())
    try:
        build.publish(running.client(), sample.program(running.clock()))
        yield running
    finally:
        running.stop()


def count_commands(running: Harness, sizes: Sizes) -> list[Figure]:
    """Return how many commands each call takes, on accounts of several shapes."""
    client, now = running.client(), running.clock()
    card = sample.fresh()
    few = sample.enroll(client, now, card)
    sample.open_lots(client, few, now, sizes.lots_few)
    many = sample.enroll(client, now)
    sample.open_lots(client, many, now, sizes.lots_many)

    def get_account() -> object:
        return client.points.GetAccount(account_request(few))

    def quote() -> object:
        return client.points.QuotePurchase(sample.quote(few, now))

    def by_identity() -> object:
        request = sample.earn_and_burn(few, now)
        request.member.identity.CopyFrom(build.card(card))
        return client.points.RecordPurchase(request)

    shape = f"{_entries(client, few)} entries, {_lots(client, few)} open lots"
    wide = f"{_lots(client, many)} open lots"
    return [
        figure_of("get account", 1, get_account),
        figure_of("quote of 10 lines", 2, quote),
        figure_of(f"record purchase, {shape}", RECORD_MOST, _record(running, few)),
        figure_of(f"record purchase, {wide}", RECORD_MOST, _record(running, many)),
        figure_of("record purchase, member by identity", RECORD_MOST + 1, by_identity),
        *count_ledger_commands(running, few, shape),
        *count_ledger_commands(running, many, wide),
    ]


def count_on_long_journal(running: Harness, sizes: Sizes) -> list[Figure]:
    """Return the same for an account whose journal is long."""
    client, now = running.client(), running.clock()
    member_id = sample.enroll(client, now)
    sample.open_lots(client, member_id, now, sizes.lots_few)
    short_ms = _median_ms(_record(running, member_id))
    seconds = lengthen(running, member_id, sizes.entries)
    detail = f"journal written in {seconds:.0f} s and audited"
    entries = _entries(client, member_id)
    figure = figure_of(
        f"record purchase, {entries:,} entries", RECORD_MOST, _record(running, member_id), detail
    )
    long_ms = _median_ms(_record(running, member_id))
    time = Figure(
        f"record purchase, time at {entries:,} entries against few",
        long_ms / short_ms,
        unit="x",
        detail=f"{short_ms:.1f} ms and {long_ms:.1f} ms",
    )
    return [figure, time, *count_ledger_commands(running, member_id, f"{entries:,} entries")]


def show_retries(running: Harness, sizes: Sizes) -> Figure:
    """Return how often calls are retried where all callers want one account."""
    client, now = running.client(), running.clock()
    member_id = sample.enroll(client, now)
    sample.open_lots(client, member_id, now, sizes.lots_few)
    count = sizes.callers * CONTENDED_CALLS

    outcomes: list[object] = []

    def contend() -> None:
        with ThreadPoolExecutor(sizes.callers) as pool:
            call = _record(running, member_id)
            outcomes.extend(pool.map(lambda _: outcome_of(call), range(count)))

    _, retries = CALL_COMMANDS.of(contend)
    measure = f"retries after conflicts per call, {sizes.callers} callers on one account"
    said = ", ".join(f"{number} {outcome}" for outcome, number in tally(outcomes).items())
    return Figure(measure, retries / count, detail=said)


def account_request(member_id: str) -> points_service_pb2.GetAccountRequest:
    """Return the question for an account."""
    return points_service_pb2.GetAccountRequest(member=build.key(member_id))


def _record(running: Harness, member_id: str) -> Callable[[], object]:
    client, now = running.client(), running.clock()
    return lambda: client.points.RecordPurchase(sample.earn_and_burn(member_id, now))


def _median_ms(call: Callable[[], object]) -> float:
    def timed() -> float:
        before = time.perf_counter()
        call()
        return 1000 * (time.perf_counter() - before)

    return median(timed() for _ in range(CALLS))


def _entries(client: Client, member_id: str) -> int:
    found: int = client.points.GetAccount(account_request(member_id)).account.sequence
    return found


def _lots(client: Client, member_id: str) -> int:
    found: int = client.points.GetAccount(account_request(member_id)).account.open_lot_count
    return found
