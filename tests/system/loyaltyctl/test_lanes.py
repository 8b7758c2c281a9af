"""Many callers at once, and for each member one after the other."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator

import pytest
from loyaltyctl.replaying import run_in_lanes

Item = tuple[str, int]


def items_of(lanes: int, each: int) -> list[Item]:
    return [(f"lane-{lane}", number) for number in range(each) for lane in range(lanes)]


@pytest.mark.parametrize(("lanes", "each", "callers"), [(1, 300, 8), (7, 60, 8), (300, 3, 4)])
def test_every_item_is_done_once_and_each_lane_in_order(
    lanes: int, each: int, callers: int
) -> None:
    done: dict[str, list[int]] = defaultdict(list)
    under_way: set[str] = set()

    def work(item: Item) -> Item:
        assert item[0] not in under_way
        under_way.add(item[0])
        time.sleep(random.random() / 2000)
        done[item[0]].append(item[1])
        under_way.discard(item[0])
        return item

    items = items_of(lanes, each)
    results = list(run_in_lanes(items, lambda item: item[0], work, callers))
    assert sorted(results) == sorted(items)
    assert all(numbers == list(range(each)) for numbers in done.values())


def test_so_many_callers_work_at_once_and_no_more() -> None:
    running = most = 0
    lock = threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.002)
        with lock:
            running -= 1

    list(run_in_lanes(range(100), lambda number: number, work, 5))
    assert most == 5


def test_only_a_little_is_read_ahead() -> None:
    read = 0

    def source() -> Iterator[int]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield number

    assert next(run_in_lanes(source(), lambda number: number, str, 2)) in {"0", "1", "2", "3"}
    assert read < 1000


def test_once_stopped_nothing_is_begun_and_what_is_under_way_is_told() -> None:
    stop, begun = threading.Event(), []

    def work(number: int) -> int:
        begun.append(number)
        stop.wait()
        return number

    threading.Timer(0.2, stop.set).start()
    told = list(run_in_lanes(range(100), lambda number: number, work, 3, stop))
    assert sorted(told) == sorted(begun) == [0, 1, 2]


def test_an_interrupt_waits_for_what_is_under_way_alone() -> None:
    begun = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.2)
        if number == 0:
            raise KeyboardInterrupt
        time.sleep(0.2)

    with pytest.raises(KeyboardInterrupt):
        list(run_in_lanes(range(100), lambda number: number, work, 2))
    assert set(begun) <= {0, 1, 2}


def test_what_work_raises_is_raised_to_the_reader() -> None:
    def work(number: int) -> int:
        if number == 5:
            raise ValueError("five")
        return number

    with pytest.raises(ValueError, match="five"):
        list(run_in_lanes(range(10), lambda number: number, work, 3))
