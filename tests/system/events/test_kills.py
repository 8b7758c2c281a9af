"""Everything that follows from purchases, while what carries it is killed, stopped and away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support import build
from support.events.followed import SETTLED_SECONDS, Followed, PacedLoad, followed
from support.killable import Killable, wait_until
from support.rabbitmq import RabbitMq

MEMBERS = 12
AWAY_SECONDS = 60.0
ROUNDS = 2
NEW_MEMBERS = 2


@pytest.fixture
def suite(tmp_path: Path, rabbitmq: RabbitMq) -> Iterator[Followed]:
    with followed(tmp_path, rabbitmq) as running:
        yield running


def kill(victim: Killable) -> None:
    victim.kill()
    victim.start_again()


def kill_relay(suite: Followed) -> None:
    kill(suite.relay())


def kill_consumer(suite: Followed) -> None:
    kill(suite.other())


def kill_broker(suite: Followed) -> None:
    suite.broker.kill()
    suite.broker.start()


def stop_a_worker(suite: Followed) -> None:
    """Ask a worker to end while messages are in its hands."""
    victim, before = suite.relay(), suite.handled_count()
    wait_until(lambda: suite.handled_count() > before, "it handles")
    assert victim.terminate() == 0
    victim.start_again()


def stop_the_broker(suite: Followed) -> None:
    suite.broker.stop()
    time.sleep(AWAY_SECONDS)
    suite.broker.start()


def wait_until_more_is_handled(suite: Followed) -> None:
    before = suite.handled_count()
    wait_until(lambda: suite.handled_count() > before + 10, "it goes on", SETTLED_SECONDS)
    suite.hear()


def under_load(suite: Followed, endings: list[Callable[[Followed], None]]) -> list[str]:
    """Do these to the suite while tills sell, and members join; return the members."""
    members = [build.enroll(suite.client) for _ in range(MEMBERS)]
    load = PacedLoad(suite.client, members)
    load.start()
    try:
        wait_until_more_is_handled(suite)
        for end in endings:
            end(suite)
            members += [build.enroll(suite.client) for _ in range(NEW_MEMBERS)]
            wait_until_more_is_handled(suite)
    finally:
        load.finish()
    assert load.unanswered == []
    for member_id in members:
        bought = build.record(member_id, build.purchase(at=datetime.now(UTC)))
        suite.client.points.RecordPurchase(bought)
    return members


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nothing_is_lost_doubled_or_out_of_order_whatever_is_killed_or_away(
    suite: Followed, tell: Callable[[str], None]
) -> None:
    began = time.monotonic()
    kills = [kill_relay, kill_consumer, kill_broker, stop_a_worker] * ROUNDS
    members = under_load(suite, [*kills, stop_the_broker])
    committed = suite.wait_until_settled()
    suite.require_all_once_and_in_order(committed, members)
    what = f"{len(kills)} kills and stops, and the broker away for {AWAY_SECONDS:g} s"
    tell(suite.counted(what, time.monotonic() - began, committed))


@pytest.mark.long
def test_nothing_is_lost_or_doubled_when_relay_and_consumer_are_killed(suite: Followed) -> None:
    def free_accounts(suite: Followed) -> None:
        """Kill the database too: else it holds for a minute what workers left uncommitted."""
        suite.suite.database.kill()
        suite.suite.database.start_again()

    def kill_both(suite: Followed) -> None:
        kill_relay(suite)
        kill_consumer(suite)
        free_accounts(suite)

    members = under_load(suite, [kill_both])
    suite.require_all_once_and_in_order(suite.wait_until_settled(), members)
