"""Shared commits: fewer transactions than callers, and each caller's writes all or none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, ClassVar

import mongoengine
import pytest
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.retrying import retrying
from loyalty_chassis.storage.shared_commits import WRITES_MAX, SharedCommits
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import Delete, DuplicateKey, Insert, LostRace, Update, Write
from pymongo import MongoClient
from pymongo.errors import AutoReconnect

from support.shapes import SHAPES
from support.together import at_once

NUMBERS = range(5)
FIRST = ("first", "second")


class Note(mongoengine.Document):
    key = mongoengine.StringField(primary_key=True)
    meta: ClassVar[dict[str, Any]] = {"collection": "notes", "auto_create_index": False}


class Purse(mongoengine.Document):
    key = mongoengine.StringField(primary_key=True)
    meta: ClassVar[dict[str, Any]] = {"collection": "purses", "auto_create_index": False}


class Gate:
    """Holds the first commit back, until as many wait as are wanted."""

    def __init__(self, unit_of_work: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()
        self.error: Exception | None = None
        self.count = 0
        """Of commits that the unit of work was asked for."""
        self._commit = unit_of_work.commit
        monkeypatch.setattr(unit_of_work, "commit", self.commit)

    def commit(self, writes: list[Write]) -> None:
        self.count += 1
        self.begun.set()
        assert self.opened.wait(10)
        if self.error and self.count > 1:
            raise self.error
        self._commit(writes)


@pytest.fixture
def unit_of_work(database: MongoClient[dict[str, Any]]) -> UnitOfWork:
    collection_of(Note).delete_many({})
    collection_of(Purse).delete_many({})
    collection_of(Purse).insert_many([{"_id": f"{n}", "version": 1, "sum": 0} for n in NUMBERS])
    return UnitOfWork(database)


@pytest.fixture
def commits(unit_of_work: UnitOfWork) -> Iterator[SharedCommits]:
    made = SharedCommits(unit_of_work)
    yield made
    assert (made._shared._waiting, made._shared._is_working) == ([], False)


@pytest.fixture
def gate(unit_of_work: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(unit_of_work, monkeypatch)


def writes_of(note: str, purse: str, version: int = 1) -> tuple[Write, ...]:
    change = {"$set": {"version": version + 1}, "$inc": {"sum": 1}}
    guard = {"_id": purse, "version": version}
    return (Insert(Note, ({"_id": note},)), Update(Purse, guard, change))


def together(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor, all_writes: list[tuple[Any, ...]]
) -> list[BaseException | None]:
    """Commit all while one commit is held back; return what each ended in."""
    first = pool.submit(commits.commit, (Insert(Note, [{"_id": name} for name in FIRST]),))
    assert gate.begun.wait(10)
    others: list[Future[None]] = []
    for writes in all_writes:
        others.append(pool.submit(commits.commit, writes))
        wait_until(lambda: len(commits._shared._waiting) == len(others))
    gate.opened.set()
    first.result(10)
    return [other.exception(10) for other in others]


def wait_until(is_so: Callable[[], bool]) -> None:
    tries = iter(range(2000))
    while not is_so():
        next(tries)
        threading.Event().wait(0.005)


def notes() -> set[str]:
    return {document["_id"] for document in collection_of(Note).find()} - {*FIRST}


def sums() -> list[int]:
    return [document["sum"] for document in collection_of(Purse).find().sort("_id", 1)]


def test_those_who_wait_share_a_transaction_of_one_command_a_collection(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    SHAPES.clear()
    outcomes = together(commits, gate, pool, [writes_of(f"note-{n}", f"{n}") for n in NUMBERS])
    assert outcomes == [None] * 5
    assert notes() == {f"note-{n}" for n in NUMBERS}
    assert sums() == [1] * 5
    assert gate.count == 2
    assert [len(SHAPES.named(name)) for name in ("insert", "update", "commitTransaction")] == [
        2,
        1,
        2,
    ]


def test_one_that_is_there_already_fails_alone(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    collection_of(Note).insert_one({"_id": "note-2"})
    outcomes = together(commits, gate, pool, [writes_of(f"note-{n}", f"{n}") for n in NUMBERS])
    assert [type(each) for each in outcomes] == [
        DuplicateKey if n == 2 else type(None) for n in NUMBERS
    ]
    assert sums() == [1, 1, 0, 1, 1]


def test_one_that_read_something_older_fails_alone(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    stale = [writes_of(f"note-{n}", f"{n}", 0 if n == 3 else 1) for n in NUMBERS]
    outcomes = together(commits, gate, pool, stale)
    assert [type(each) for each in outcomes] == [
        LostRace if n == 3 else type(None) for n in NUMBERS
    ]
    assert sums() == [1, 1, 1, 0, 1]
    assert "note-3" not in notes()


def test_of_two_who_change_the_same_the_second_loses_the_race(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    outcomes = together(commits, gate, pool, [writes_of("a", "0"), writes_of("b", "0")])
    assert [type(each) for each in outcomes] == [type(None), LostRace]
    assert notes() == {"a"}
    assert sums()[0] == 1


def test_what_one_deletes_goes_with_the_writes_of_others(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    gone = (Delete(Purse, {"_id": "4"}),)
    assert together(commits, gate, pool, [writes_of("a", "0"), gone]) == [None, None]
    assert sums() == [1, 0, 0, 0]


def test_a_single_document_of_one_caller_needs_no_transaction(commits: SharedCommits) -> None:
    SHAPES.clear()
    commits.commit((Insert(Note, ({"_id": "a"},)),))
    with pytest.raises(DuplicateKey):
        commits.commit((Insert(Note, ({"_id": "a"},)),))
    assert len(SHAPES.named("insert")) == 2
    assert SHAPES.named("commitTransaction") == []
    assert notes() == {"a"}


def test_no_transaction_is_longer_than_it_may_be(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    SHAPES.clear()
    half = WRITES_MAX // 2
    many = [[Insert(Note, ({"_id": f"{n}-{m}"},)) for m in range(half)] for n in range(3)]
    assert together(commits, gate, pool, [tuple(writes) for writes in many]) == [None] * 3
    assert len(notes()) == 3 * half
    assert gate.count == 3


def test_nobody_repeats_what_may_be_committed(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    gate.error = AutoReconnect("away in the middle")
    outcomes = together(commits, gate, pool, [writes_of("a", "0"), writes_of("b", "1")])
    assert outcomes == [gate.error, gate.error]
    assert gate.count == 2


def test_what_cannot_be_stored_keeps_nobody_else_away(
    commits: SharedCommits, gate: Gate, pool: ThreadPoolExecutor
) -> None:
    broken = (Update(Purse, {"_id": "1", "version": 1}, {"$set": {"sum": 0.5}}),)
    outcomes = together(commits, gate, pool, [writes_of("a", "0"), broken, writes_of("c", "2")])
    assert [type(each) for each in outcomes] == [type(None), TypeError, type(None)]
    assert sums() == [1, 0, 1, 0, 0]


def test_who_waits_long_for_a_commit_that_has_begun_does_not_commit_again(
    commits: SharedCommits, unit_of_work: UnitOfWork, pool: ThreadPoolExecutor
) -> None:
    with SHAPES.delayed("commitTransaction", 0.7):  # longer than anybody waits to be taken
        outcomes = at_once([partial(commits.commit, writes_of(f"n{n}", f"{n}")) for n in (0, 1, 2)])
    assert outcomes == [None] * 3
    assert sums() == [1, 1, 1, 0, 0]


def test_many_changes_of_a_few_are_all_there_once(
    commits: SharedCommits, unit_of_work: UnitOfWork
) -> None:
    def change(number: int) -> None:
        def attempt() -> None:
            purse = collection_of(Purse).find_one({"_id": f"{number % 5}"})
            assert purse is not None
            commits.commit(writes_of(f"note-{number}", purse["_id"], purse["version"]))

        retrying(attempt, 20.0)

    SHAPES.clear()
    outcomes = at_once([partial(change, number) for number in range(3 * WRITES_MAX)])
    assert outcomes == [None] * 3 * WRITES_MAX
    assert len(notes()) == sum(sums()) == 3 * WRITES_MAX
    assert len(SHAPES.named("commitTransaction")) < 3 * WRITES_MAX
