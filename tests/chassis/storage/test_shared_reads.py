"""Shared reads: fewer commands than calls, and no answer older than its question."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context
from functools import partial
from typing import Any, ClassVar

import mongoengine
import pytest
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import Call, begin_call
from loyalty_chassis.storage import sharing
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.shared_reads import SharedRead, SharedReads
from loyalty_chassis.storage.sharing import WAIT_SECONDS_MAX
from pymongo.errors import AutoReconnect

from support.shapes import SHAPES
from support.together import at_once

SLOW = 0.15
KEYS = [f"key-{number}" for number in range(12)]
CALLER = Caller("till", "retail", frozenset(), frozenset())


class Thing(mongoengine.Document):
    key = mongoengine.StringField(primary_key=True)
    meta: ClassVar[dict[str, Any]] = {"collection": "things", "auto_create_index": False}


@pytest.fixture
def reads(database: object) -> Iterator[SharedReads]:
    """Reads of things that say what they are; nothing waits in the end."""
    collection_of(Thing).delete_many({})
    collection_of(Thing).insert_many([{"_id": key, "says": key} for key in KEYS])
    SHAPES.clear()
    made = SharedReads(Thing)
    yield made
    shared = made._shared
    assert (shared._waiting, shared._is_working, shared._gathering) == ([], False, None)


@contextmanager
def slow_first(find: Callable[[], Any], pool: ThreadPoolExecutor) -> Iterator[Future[Any]]:
    """Run `find` first, its command held back; run the block meanwhile, its own not held back."""
    with SHAPES.delayed("find", SLOW):
        first = pool.submit(find)
        wait_until(lambda: SHAPES.named("find") != [])
        time.sleep(SLOW / 10)  # until the delay is being slept
    yield first


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def ask(reads: SharedReads, key: str, pool: ThreadPoolExecutor) -> Future[Any]:
    """Ask on another thread; return once it waits."""
    waiting = len(reads._shared._waiting)
    asked = pool.submit(reads.find, key)
    wait_until(lambda: len(reads._shared._waiting) > waiting)
    return asked


def find_within(reads: SharedReads, key: str, seconds: float) -> Document | None:
    """Find as a call that has so long left, except that the database takes no notice."""

    def find() -> Document | None:
        begin_call(Call.within(CALLER, seconds))
        return reads.find(key)

    return Context().run(find)  # else the thread's next call would be late too


def test_a_document_is_found_by_its_key_with_one_command(reads: SharedReads) -> None:
    assert reads.find(KEYS[0]) == {"_id": KEYS[0], "says": KEYS[0]}
    assert len(SHAPES.named("find")) == 1


def test_of_an_unknown_key_there_is_none(reads: SharedReads, pool: ThreadPoolExecutor) -> None:
    assert reads.find("unknown") is None
    SHAPES.clear()
    with slow_first(partial(reads.find, KEYS[0]), pool):
        known, unknown = ask(reads, KEYS[1], pool), ask(reads, "unknown", pool)
    assert known.result()["says"] == KEYS[1]
    assert unknown.result() is None


def test_many_at_once_each_get_their_own_with_fewer_commands(reads: SharedReads) -> None:
    with SHAPES.delayed("find", SLOW):
        found = at_once([partial(reads.find, key) for key in (*KEYS, *KEYS)])
    assert [each["says"] for each in found] == [*KEYS, *KEYS]
    assert len(SHAPES.named("find")) <= len(KEYS)


def test_those_who_wait_share_one_command(reads: SharedReads, pool: ThreadPoolExecutor) -> None:
    with slow_first(partial(reads.find, KEYS[0]), pool):
        asked = [ask(reads, key, pool) for key in (*KEYS[:3], KEYS[2])]
    assert [each.result()["says"] for each in asked] == [*KEYS[:3], KEYS[2]]
    assert len(SHAPES.named("find")) == 2


@contextmanager
def gathering(reads: SharedReads, pool: ThreadPoolExecutor) -> Iterator[Future[Any]]:
    """Let one command answer four calls, while one more asks; run the block while that gathers."""
    with SHAPES.delayed("find", SLOW):
        pool.submit(reads.find, KEYS[0])
        wait_until(lambda: len(SHAPES.named("find")) == 1)
        for key in KEYS[:4]:
            ask(reads, key, pool)
        wait_until(lambda: len(SHAPES.named("find")) == 2)
        early = ask(reads, KEYS[4], pool)
    wait_until(lambda: reads._shared._gathering is not None or early.done())
    yield early


def test_who_reads_next_waits_for_as_many_as_were_answered_last(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "GATHER_SECONDS_MAX", 10)
    with gathering(reads, pool) as early:
        late = [pool.submit(reads.find, key) for key in KEYS[5:8]]
    assert [each.result(5)["says"] for each in (early, *late)] == KEYS[4:8]
    assert len(SHAPES.named("find")) == 3


def test_who_reads_next_does_not_wait_for_long(
    reads: SharedReads, pool: ThreadPoolExecutor
) -> None:
    with gathering(reads, pool) as early:
        assert early.result(5)["says"] == KEYS[4]
    assert len(SHAPES.named("find")) == 3


def test_no_answer_is_from_a_command_sent_before_the_question(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_read, may_answer, read = threading.Event(), threading.Event(), reads._shared._work

    def held_back(keys: Sequence[str]) -> Sequence[Document | None]:
        found = read(keys)
        is_read.set()
        may_answer.wait(10)
        return found

    monkeypatch.setattr(reads._shared, "_work", held_back)
    first = pool.submit(reads.find, KEYS[0])
    is_read.wait(10)
    collection_of(Thing).update_one({"_id": KEYS[0]}, {"$set": {"says": "new"}})
    later = [ask(reads, KEYS[0], pool) for _ in range(2)]
    may_answer.set()
    found = first.result()
    assert found is not None
    assert found["says"] == KEYS[0]
    assert [each.result()["says"] for each in later] == ["new", "new"]
    assert len(SHAPES.named("find")) == 2


def test_the_failure_of_one_does_not_fail_the_others(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, asked_for = reads._shared._work, list[Sequence[str]]()

    def fail_at_the_second(keys: Sequence[str]) -> Sequence[Document | None]:
        asked_for.append(keys)
        if len(asked_for) == 2:
            raise AutoReconnect
        return read(keys)

    monkeypatch.setattr(reads._shared, "_work", fail_at_the_second)
    with slow_first(partial(reads.find, KEYS[0]), pool) as first:
        leader, *others = [ask(reads, key, pool) for key in KEYS[1:5]]
    assert isinstance(leader.exception(), AutoReconnect)
    assert [each.result()["says"] for each in others] == KEYS[2:5]
    assert first.result()["says"] == KEYS[0]
    assert list(asked_for[1]) == KEYS[1:5]


def test_after_a_failure_those_who_wait_are_led_by_another(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, begun, may_fail = reads._shared._work, threading.Event(), threading.Event()

    def fail_at_first(keys: Sequence[str]) -> Sequence[Document | None]:
        if begun.is_set():
            return read(keys)
        begun.set()
        may_fail.wait(10)
        raise AutoReconnect

    monkeypatch.setattr(reads._shared, "_work", fail_at_first)
    first = pool.submit(reads.find, KEYS[0])
    begun.wait(10)
    asked = [ask(reads, key, pool) for key in KEYS[1:4]]
    may_fail.set()
    assert isinstance(first.exception(), AutoReconnect)
    assert [each.result()["says"] for each in asked] == KEYS[1:4]


def test_who_has_no_time_to_wait_reads_alone_and_leaves_the_queue(
    reads: SharedReads, pool: ThreadPoolExecutor
) -> None:
    with slow_first(partial(reads.find, KEYS[0]), pool) as first:
        late = pool.submit(find_within, reads, KEYS[1], SLOW / 10).result()
        assert late is not None
        assert not first.done()
        assert reads._shared._waiting == []
        after = ask(reads, KEYS[2], pool)
    assert after.result()["says"] == KEYS[2]


def test_a_command_that_hangs_holds_nobody_up_for_long(
    reads: SharedReads, pool: ThreadPoolExecutor
) -> None:
    with SHAPES.delayed("find", 3 * WAIT_SECONDS_MAX):
        hanging = pool.submit(reads.find, KEYS[0])
        wait_until(lambda: SHAPES.named("find") != [])
        time.sleep(SLOW / 10)
    began = time.monotonic()
    assert reads.find(KEYS[1]) is not None
    assert time.monotonic() - began < 2 * WAIT_SECONDS_MAX
    assert not hanging.done()


def test_times_that_end_at_every_moment_leave_nothing_stuck(reads: SharedReads) -> None:
    def many(choice: random.Random) -> int:
        found = 0
        for _ in range(60):
            key = choice.choice(KEYS)
            document = find_within(reads, key, choice.choice([0, 0.0005, 0.001, 0.002, 5]))
            found += document is not None and document["says"] == key
        return found

    assert at_once([partial(many, random.Random(seed)) for seed in range(8)]) == [60] * 8


def test_what_all_ask_for_is_read_once_for_those_who_wait(pool: ThreadPoolExecutor) -> None:
    begun, may_go_on, reads_so_far = threading.Event(), threading.Event(), list[int]()

    def read() -> int:
        reads_so_far.append(len(reads_so_far))
        begun.set()
        may_go_on.wait(10)
        return reads_so_far[-1]

    shared = SharedRead(read)
    first = pool.submit(shared.get)
    begun.wait(10)
    others = [pool.submit(shared.get) for _ in range(5)]
    wait_until(lambda: len(shared._shared._waiting) == 5)
    may_go_on.set()
    assert first.result() == 0
    assert [each.result() for each in others] == [1] * 5


class Interrupted(BaseException):
    pass


def test_who_is_interrupted_while_it_is_to_lead_leaves_nobody_stuck(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a time limit of a worker, which strikes wherever one waits."""
    gather, interrupted = reads._shared._gather, list[object]()

    def interrupt_once(leader: Any) -> None:
        if not interrupted:
            interrupted.append(leader)
            raise Interrupted
        gather(leader)

    monkeypatch.setattr(reads._shared, "_gather", interrupt_once)
    with slow_first(partial(reads.find, KEYS[0]), pool):
        first, behind = ask(reads, KEYS[1], pool), ask(reads, KEYS[2], pool)
    assert isinstance(first.exception(5), Interrupted)
    assert behind.result(5)["says"] == KEYS[2]


def test_who_is_interrupted_while_waiting_leaves_the_queue(
    reads: SharedReads, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise Interrupted

    with slow_first(partial(reads.find, KEYS[0]), pool) as first:
        monkeypatch.setattr(reads._shared, "_wait", interrupt)
        with pytest.raises(Interrupted):
            reads.find(KEYS[1])
        assert reads._shared._waiting == []
    assert first.result(5)["says"] == KEYS[0]
