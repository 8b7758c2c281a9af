"""A process that keeps to one CPU."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from loyalty_chassis.cpus import keep_to_cpu
from loyalty_chassis.starting import CannotStart


def elsewhere(work: Callable[[], set[int]]) -> set[int]:
    """Run on a thread of its own, so that the tests' own keeps all CPUs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def affinity_of_child() -> set[int]:
    found: list[set[int]] = []
    child = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
    child.start()
    child.join()
    return found[0]


def test_a_thread_and_those_that_it_starts_keep_to_the_cpu() -> None:
    every = os.sched_getaffinity(0)
    for cpu in every:

        def work(cpu: int = cpu) -> set[int]:
            keep_to_cpu(cpu)
            return affinity_of_child() | os.sched_getaffinity(0)

        assert elsewhere(work) == {cpu}
    assert os.sched_getaffinity(0) == every


def test_threads_that_keep_to_a_cpu_do_not_interrupt_each_other() -> None:
    """What the system calls a batch: who is woken waits until the one that runs has to."""
    found: list[int] = []

    def work() -> set[int]:
        keep_to_cpu(min(os.sched_getaffinity(0)))
        child = threading.Thread(target=lambda: found.append(os.sched_getscheduler(0)))
        child.start()
        child.join()
        return set()

    before = os.sched_getscheduler(0)
    elsewhere(work)
    assert found == [os.SCHED_BATCH if before == os.SCHED_OTHER else before]
    assert os.sched_getscheduler(0) == before


def test_without_a_cpu_all_are_used() -> None:
    def work() -> set[int]:
        keep_to_cpu(None)
        return os.sched_getaffinity(0)

    assert elsewhere(work) == os.sched_getaffinity(0)


@pytest.mark.parametrize("cpu", [4000, 2**40])
def test_a_cpu_that_is_not_there_is_named_with_those_that_are(cpu: int) -> None:
    with pytest.raises(CannotStart) as refused:
        keep_to_cpu(cpu)
    named, _, allowed = str(refused.value).partition(": this process may use ")
    assert named == f"cannot keep to CPU {cpu}"
    assert numbers_in(allowed) == os.sched_getaffinity(0)


def test_a_thread_that_may_use_one_is_told_that_one() -> None:
    one = min(os.sched_getaffinity(0))

    def work() -> set[int]:
        keep_to_cpu(one)
        with pytest.raises(CannotStart, match=rf"may use {one}$"):
            keep_to_cpu(4000)
        return {one}

    assert elsewhere(work) == {one}


def numbers_in(text: str) -> set[int]:
    """Return the numbers of a list such as "0-3,8"."""
    ends = [[int(end) for end in part.split("-")] for part in text.split(",")]
    return {number for end in ends for number in range(end[0], end[-1] + 1)}
