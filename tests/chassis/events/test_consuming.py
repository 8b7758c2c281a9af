"""Cases 8, 11 and 12 with a real RabbitMQ: workers, broker and database come and go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from loyalty_chassis.events.envelope import Event

from support.events.consuming import Consuming, consumers_database, consuming, events
from support.events.eventing import event_of
from support.killable import Killable, wait_until
from support.rabbitmq import RabbitMq


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Killable, str]]:
    with consumers_database(tmp_path_factory.mktemp("consuming")) as started:
        yield started


@pytest.fixture
def suite(
    rabbitmq: RabbitMq, database: tuple[Killable, str], tmp_path: Path
) -> Iterator[Consuming]:
    with consuming(rabbitmq, *database, tmp_path) as running:
        yield running


def test_poison_is_parked_the_rest_flows_on_and_a_retry_works_after_the_fix(
    suite: Consuming,
) -> None:
    """Each message is published three times, to two workers: one effect."""
    suite.start(2)
    good, broken, unknown = suite.subject(), suite.subject(), suite.subject()
    strange = event_of(suite.subject(), 1, "loyalty.other.Heard")
    newer = event_of(suite.subject(), 1, "loyalty.lists.Noted", schema_version=2)
    published: list[Event | tuple[str, bytes]] = [
        *events("lists", good, range(1, 31)),
        *events("lists", broken, range(1, 4), is_broken=True),
        *events("lists", unknown, range(1, 4), is_unknown=True),
        ("loyalty.lists.Noted", b"\xff no event"),
        ("loyalty.lists.Noted", b""),
        ("loyalty.lists.Noted", strange.to_json()),
        ("loyalty.lists.Noted", newer.to_json()),
    ] * 3
    random.Random(1).shuffle(published)
    suite.publish(published)
    wait_until(lambda: len(suite.parked()) == 10, "all poison is parked")
    assert sorted(suite.handled(good)) == list(range(1, 31))
    assert suite.ready_messages() == suite.waiting() == 0
    attempts = {one["event_id"]: one["attempts"] for one in suite.parked() if one["event_id"]}
    assert sorted(attempts.values()) == [1] * 5 + [4] * 3
    # A poison message is tried as often as it is delivered, and no more: it never loops hot.
    assert suite.log.count('"event not handled"') <= 3 * (3 * 3) + 3 * 3
    suite.mend()
    suite.retry(attempts)
    suite.wait_for(broken, 3)
    suite.wait_for(unknown, 3)
    assert sorted(suite.handled(broken) + suite.handled(unknown)) == [1, 1, 2, 2, 3, 3]
    wait_until(lambda: len(suite.parked()) == 4 and not suite.waiting(), "the rest is parked")
    why = {one["event_id"]: one["error"] for one in suite.parked()}
    assert "unknown type" in why[strange.event_id]
    assert "schema 2 is newer than 1" in why[newer.event_id]


def test_an_ordered_consumer_keeps_each_subjects_order_over_two_workers(suite: Consuming) -> None:
    """With duplicates as a relay makes them, a failing event, and its worker killed."""
    first, _second = suite.start(2)
    subjects = [suite.subject() for _ in range(3)]
    suite.publish(repeated(subjects, range(1, 21), broken=15))
    wait_until(lambda: suite.waiting() == 3 * 6, "an event of each fails and holds up the rest")
    assert [suite.handled(subject) for subject in subjects] == [list(range(1, 15))] * 3
    first.kill()
    suite.publish(repeated(subjects, range(21, 31)))
    suite.mend()
    for subject in subjects:
        suite.wait_for(subject, 30)
        assert suite.handled(subject) == list(range(1, 31))
    assert suite.parked() == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_order_holds_where_the_worker_at_work_is_killed_again_and_again(suite: Consuming) -> None:
    """A subject that a killed worker holds, for a minute, is tried after 1, 5, 30 and 120 s."""
    suite.start(2)
    subjects = [suite.subject() for _ in range(3)]
    suite.publish(repeated(subjects, range(1, 101)))
    for count in (10, 30, 60):
        suite.wait_for(subjects[0], count, seconds=240)
        suite.workers.pop(0).kill()
        suite.spawn()
    for subject in subjects:
        suite.wait_for(subject, 100, seconds=240)
        assert suite.handled(subject) == list(range(1, 101))
    assert suite.parked() == []


def repeated(subjects: list[str], numbers: range, broken: int = 0) -> list[Event]:
    """Return events of all subjects, each ten twice: as of a relay that was killed."""
    return [
        event
        for start in range(numbers.start, numbers.stop, 10)
        for _ in "12"
        for number in range(start, min(start + 10, numbers.stop))
        for subject in subjects
        for event in events("orders", subject, [number], is_broken=number == broken)
    ]


def test_a_stop_in_mid_handler_finishes_it_and_loses_nothing(suite: Consuming) -> None:
    [worker] = suite.start()
    subject = suite.subject()
    suite.publish(events("lists", subject, range(1, 21), seconds=1.0))
    suite.wait_for(subject, 1)
    assert worker.terminate() == 0
    assert suite.log.rstrip().endswith('"}')
    done = len(suite.handled(subject))
    assert 0 < done < 20
    assert suite.ready_messages() == 20 - done  # what was finished is not delivered again
    suite.start()
    suite.wait_for(subject, 20)
    assert sorted(suite.handled(subject)) == list(range(1, 21))


def test_quorum_queues_bring_again_what_a_killed_worker_had(
    rabbitmq: RabbitMq, database: tuple[Killable, str], tmp_path: Path
) -> None:
    """The queues of production; those of tests are classic, which are faster on one node."""
    with consuming(rabbitmq, *database, tmp_path, "quorum") as suite:
        [worker] = suite.start()
        told = rabbitmq.control("list_queues", "name", "type").split("\n")
        queues = dict(line.split("\t") for line in told if line.startswith("test."))
        assert set(queues.values()) == {"quorum"}
        assert len(queues) >= 3
        subject, ordered = suite.subject(), suite.subject()
        suite.publish(events("lists", subject, range(1, 11), seconds=0.5))
        wait_until((suite.folder / "begun").exists, "a handler has begun")
        worker.kill()
        suite.publish(events("orders", ordered, range(1, 11)))
        suite.start()
        suite.wait_for(subject, 10)
        suite.wait_for(ordered, 10)
        assert sorted(suite.handled(subject)) == list(range(1, 11))
        assert suite.handled(ordered) == list(range(1, 11))
        assert suite.parked() == []


@pytest.mark.long
def test_a_worker_that_is_killed_in_mid_handler_has_no_half_effect(suite: Consuming) -> None:
    [worker] = suite.start()
    subject = suite.subject()
    suite.publish(events("lists", subject, range(1, 21), seconds=1.0))
    wait_until((suite.folder / "begun").exists, "a handler has begun")
    worker.kill()
    assert suite.handled(subject) == []
    suite.start()
    suite.wait_for(subject, 20)
    assert sorted(suite.handled(subject)) == list(range(1, 21))


@pytest.mark.long
def test_nothing_is_lost_or_loops_hot_while_the_database_is_away(suite: Consuming) -> None:
    suite.start()
    subject, ordered = suite.subject(), suite.subject()
    suite.database.kill()
    suite.publish(events("lists", subject, range(1, 31)))
    suite.publish(events("orders", ordered, range(1, 31)))
    wait_until(lambda: suite.log.count('"message held"') >= 11, "messages are held")
    assert suite.log.count('"message held"') < 100
    suite.database.start_again()
    suite.wait_for(subject, 30)
    suite.wait_for(ordered, 30)
    assert sorted(suite.handled(subject)) == list(range(1, 31))
    assert suite.handled(ordered) == list(range(1, 31))
    assert suite.parked() == []


@pytest.mark.long
def test_a_handler_that_computes_leaves_the_hub_alone(suite: Consuming) -> None:
    suite.broker.control("eval", "application:set_env(rabbit, heartbeat, 2).")
    try:
        suite.start()
        computed, subject = suite.subject(), suite.subject()
        suite.publish(events("computes", computed, [1], seconds=6.0))
        suite.publish(events("lists", subject, range(1, 31)))
        suite.wait_for(subject, 30)
        assert suite.handled(computed) == []
        suite.wait_for(computed, 1)
    finally:
        suite.broker.control("eval", "application:set_env(rabbit, heartbeat, 60).")
    assert "missed" not in suite.log
    assert suite.log.count('"working"') == 1


@pytest.mark.long
def test_a_broker_that_is_killed_and_comes_back_delivers_everything_once(suite: Consuming) -> None:
    suite.start(2)
    subject, ordered = suite.subject(), suite.subject()
    suite.publish(events("lists", subject, range(1, 101), seconds=0.05))
    suite.publish(events("orders", ordered, range(1, 101), seconds=0.05))
    suite.wait_for(ordered, 5)
    suite.broker.kill()
    suite.broker.start()
    suite.wait_for(subject, 100)
    suite.wait_for(ordered, 100)
    assert sorted(suite.handled(subject)) == list(range(1, 101))
    assert suite.handled(ordered) == list(range(1, 101))
    assert suite.parked() == []
    assert [worker.ended() for worker in suite.workers] == [False, False]


@pytest.mark.long
def test_a_worker_starts_stops_and_works_on_whether_the_broker_is_there_or_not(
    suite: Consuming,
) -> None:
    suite.broker.kill()
    try:
        [idle, patient] = suite.spawn(2)
        wait_until(lambda: suite.log.count('"working"') == 2, "they work")
        assert idle.terminate() == 0
    finally:
        suite.broker.start()
    suite.wait_for_consumers()
    subject = suite.subject()
    suite.publish(events("lists", subject, range(1, 6)))
    suite.wait_for(subject, 5)
    suite.broker.stop()
    try:
        assert patient.terminate() == 0
    finally:
        suite.broker.start()
