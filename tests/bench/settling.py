"""Writing down what is due: in proportion to the lots, in bounded memory, beside other work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from bench import sample
from bench.cloning import Template
from bench.figures import Figure, spread
from bench.sizes import Sizes
from bench.workers import settler
from bench.workers.process import Worker
from bench.workers.settler import Settled

from support import build
from support.harness import KEY, Harness
from support.together import require_clean_audit

LOTS_PER_ACCOUNT = 10
ACCOUNTS_FIRST = 25
DAY = timedelta(days=1)
WHEN = timedelta(days=1000)
"""From now to when the lots are made: by then points are pending for two weeks."""
FIRST_ACTIVE = 14 * DAY
ALL_ACTIVE, ALL_EXPIRED = 60 * DAY, 3 * 366 * DAY
AUDITED = 5
"""Accounts of each round: to audit them all would take longer than all the rest."""
LOAD_SECONDS = 6.0
ROUNDS = 2
MUCH = 1.5
"""So much more is made due than a worker is expected to do beside a load."""


@dataclass(frozen=True)
class Round:
    """So many accounts that were settled, each full of lots."""

    accounts: int
    seconds: float
    cpu_seconds: float
    resident_kib: int

    @property
    def lots(self) -> int:
        return self.accounts * LOTS_PER_ACCOUNT

    @property
    def ms_a_lot(self) -> float:
        return 1000 * self.seconds / self.lots

    @property
    def detail(self) -> str:
        return f"{self.lots:,} lots in {self.seconds:.1f} s, {self.resident_kib / 1024:.0f} MiB"


def measure_settling(running: Harness, sizes: Sizes, database_url: str) -> list[Figure]:
    """Return what a lot takes of time and memory, and the load beside it."""
    made = running.clock() + WHEN
    template = _template(running, made)
    with Worker(settler.start, _settings(running, database_url)) as worker:
        on_time = _one_lot_each(worker, template, made)
        rounds = _double(running, worker, template, made, sizes.settling_seconds)
        slowed = _beside_a_load(running, worker, template, made, rounds[-1])
    half, whole = rounds[-2:]
    return [
        Figure(
            f"settling: time a lot, {whole.lots:,} lots against {half.lots:,}",
            whole.ms_a_lot / half.ms_a_lot,
            most=1.5,
            unit="x",
            detail=f"{whole.ms_a_lot:.2f} ms / {half.ms_a_lot:.2f} ms a lot to activate and to "
            f"expire it, {1000 * whole.cpu_seconds / whole.lots:.2f} ms of CPU; a million would "
            f"take {whole.ms_a_lot / 3.6:.1f} h",
        ),
        Figure(
            "settling: memory of the worker at twice the lots",
            whole.resident_kib / half.resident_kib,
            most=1.1,
            unit="x",
            detail="; ".join(each.detail for each in rounds[-3:]),
        ),
        Figure(
            "settling: where each account has one lot due",
            on_time,
            unit="ms",
            detail=f"an account; with {LOTS_PER_ACCOUNT} due together they share its commands",
        ),
        slowed,
    ]


def _template(running: Harness, made: datetime) -> Template:
    """Make a member with lots that are to be activated and to expire on days of their own."""
    client, now = running.client(), running.clock()
    build.publish(client, sample.program_with_waiting(made - WHEN / 2))
    running.clock.now = made
    try:
        member_id = sample.enroll(client, made)
        for _ in range(LOTS_PER_ACCOUNT):
            bill = sample.bill(running.clock.now, 1, sample.FUNDING_MINOR)
            client.points.RecordPurchase(build.record(member_id, bill))
            running.clock.now += DAY
    finally:
        running.clock.now = now
    return Template(member_id, running.parts.journal_key)


def _settings(running: Harness, database_url: str) -> dict[str, object]:
    name = running.database.name
    return {
        "database_url": database_url.replace("/loyalty_points?", f"/{name}?"),
        "clients_file": running.clients_file,
        "journal_key": KEY,
        "identity_key": KEY,
        "request_key": KEY,
    }


def _one_lot_each(worker: Worker, template: Template, made: datetime) -> float:
    """Return the milliseconds that an account takes in which one lot is to be activated."""
    template.clone(ACCOUNTS_FIRST * 2)
    settled = worker.ask(settler.settle, made + FIRST_ACTIVE)
    worker.ask(settler.settle, made + ALL_EXPIRED)
    return 1000 * settled.seconds / settled.accounts


def _double(
    running: Harness, worker: Worker, template: Template, made: datetime, seconds: float
) -> list[Round]:
    """Settle twice as many accounts again and again, as long as that fits in the time."""
    began, accounts, rounds = time.monotonic(), ACCOUNTS_FIRST, list[Round]()
    while True:
        round_began = time.monotonic()
        members = template.clone(accounts)
        activated = worker.ask(settler.settle, made + ALL_ACTIVE)
        expired = worker.ask(settler.settle, made + ALL_EXPIRED)
        _require_all(activated, expired, accounts)
        rounds.append(
            Round(
                accounts,
                activated.seconds + expired.seconds,
                activated.cpu_seconds + expired.cpu_seconds,
                expired.resident_kib,
            )
        )
        for member_id in members[:AUDITED]:
            require_clean_audit(running.client(), member_id)
        now = time.monotonic()
        if len(rounds) > 1 and now - began + 2 * (now - round_began) > seconds:
            return rounds
        accounts *= 2


def _require_all(activated: Settled, expired: Settled, accounts: int) -> None:
    """Raise RuntimeError unless both were done to every account."""
    done = (activated.accounts, expired.accounts)
    if done != (accounts, accounts):
        raise RuntimeError(f"{done} of {accounts} accounts were settled")


def _beside_a_load(
    running: Harness, worker: Worker, template: Template, made: datetime, before: Round
) -> Figure:
    """Return what a running load of purchases keeps of its speed while accounts are settled."""
    accounts = ceil(MUCH * LOAD_SECONDS * before.accounts / before.seconds)
    shares, alone_rates, settled_lots = [], [], 0
    for _ in range(ROUNDS):
        alone = _load(running)
        template.clone(accounts)
        with _settling(worker, made) as settled:
            beside = _load(running)
        settled_lots += LOTS_PER_ACCOUNT * sum(each.accounts for each in settled)
        worker.ask(settler.settle, made + ALL_EXPIRED)
        shares.append(beside / alone)
        alone_rates.append(alone)
    return Figure(
        "settling: purchases a second beside it, against alone",
        median(shares),
        least=0.67,
        unit="x",
        detail=f"{median(alone_rates):.0f} a second alone; {settled_lots:,} lots beside them; "
        f"{spread(shares)}",
    )


@contextmanager
def _settling(worker: Worker, made: datetime) -> Iterator[list[Settled]]:
    """Let the worker activate and expire for as long as a load takes."""
    settled: list[Settled] = []

    def run() -> None:
        settled.append(worker.ask(settler.settle, made + ALL_EXPIRED, LOAD_SECONDS))

    thread = threading.Thread(target=run)
    thread.start()
    yield settled
    thread.join()


def _load(running: Harness) -> float:
    """Record purchases from four callers for some seconds; return purchases a second."""
    client, now = running.client(), running.clock()
    members = [sample.enroll(client, now) for _ in range(4)]
    counts = [0] * len(members)
    deadline = time.monotonic() + LOAD_SECONDS

    def buy(caller: int) -> None:
        while time.monotonic() < deadline:
            client.points.RecordPurchase(build.record(members[caller], sample.bill(now, 1)))
            counts[caller] += 1

    threads = [threading.Thread(target=buy, args=(caller,)) for caller in range(len(members))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / LOAD_SECONDS
