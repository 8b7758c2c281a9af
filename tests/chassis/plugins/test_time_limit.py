"""The time limit: what hangs is given up, blamed, and does not hold anybody else up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from loyalty_chassis.plugins.time_limit import HANGING_MAX, Marker, PluginTimeIsUp, TimeLimit

SHORT = 0.1
LONG = 20.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds back what hangs until the test ends."""
    event = threading.Event()
    yield event
    event.set()


def hanging(gate: threading.Event, name: str = "slow") -> Callable[[Marker], str]:
    def work(marker: Marker) -> str:
        marker.enter(name)
        gate.wait(LONG)
        return "late"

    return work


def quick(marker: Marker) -> str:
    marker.enter("quick")
    return "done"


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_work_gives_back_what_it_returns() -> None:
    assert TimeLimit(1).run(quick, LONG) == "done"


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(3), KeyboardInterrupt()])
def test_work_raises_what_it_raises_and_the_thread_lives_on(error: BaseException) -> None:
    def work(_marker: Marker) -> None:
        raise error

    limit = TimeLimit(1)
    for _ in range(3):
        with pytest.raises(type(error)) as caught:
            limit.run(work, LONG)
        assert caught.value is error
    assert limit.run(quick, LONG) == "done"


def test_what_hangs_is_given_up_in_time_and_blamed(gate: threading.Event) -> None:
    limit = TimeLimit(1)
    started = time.monotonic()
    with pytest.raises(PluginTimeIsUp) as caught:
        limit.run(hanging(gate), SHORT)
    assert SHORT <= time.monotonic() - started < LONG / 2
    assert caught.value.culprit == "slow"


def test_a_thread_that_hangs_is_replaced(gate: threading.Event) -> None:
    limit = TimeLimit(1)
    for name in ("slow-1", "slow-2", "slow-3"):
        with pytest.raises(PluginTimeIsUp):
            limit.run(hanging(gate, name), SHORT)
        assert limit.run(quick, LONG) == "done"


def test_after_two_hangs_the_culprit_is_refused_at_once_and_nobody_else(
    gate: threading.Event,
) -> None:
    limit, entered = TimeLimit(1), []
    for _ in range(HANGING_MAX):
        with pytest.raises(PluginTimeIsUp):
            limit.run(hanging(gate), SHORT)

    def again(marker: Marker) -> None:
        marker.enter("slow")
        entered.append("slow")

    with pytest.raises(PluginTimeIsUp) as caught:
        limit.run(again, LONG)
    assert caught.value.culprit == "slow"
    assert not entered
    assert limit.run(quick, LONG) == "done"

    gate.set()
    wait_until(lambda: not limit._hanging["slow"])
    limit.run(again, LONG)
    assert entered == ["slow"]


def test_threads_that_return_late_go_away(gate: threading.Event) -> None:
    def threads() -> int:
        return sum(thread.name == "plugin" for thread in threading.enumerate())

    before = threads()
    limit = TimeLimit(2)
    for name in ("slow-1", "slow-2", "slow-3"):
        with pytest.raises(PluginTimeIsUp):
            limit.run(hanging(gate, name), SHORT)
        assert limit.run(quick, LONG) == "done"
    assert threads() == before + 3 + 1, "three that hang, and the one that takes their place"
    gate.set()
    wait_until(lambda: threads() == before + 1)


def test_the_thread_that_was_busy_last_is_the_next_to_work() -> None:
    limit = TimeLimit(8)
    first = limit.run(lambda _: threading.get_ident(), LONG)
    assert {limit.run(lambda _: threading.get_ident(), LONG) for _ in range(20)} == {first}


def test_work_that_was_given_up_enters_nobody_elses_code(gate: threading.Event) -> None:
    entered, ended = [], threading.Event()

    def work(marker: Marker) -> None:
        try:
            marker.enter("slow")
            gate.wait(LONG)
            marker.enter("next")
            entered.append("next")
        finally:
            ended.set()

    limit = TimeLimit(1)
    with pytest.raises(PluginTimeIsUp) as caught:
        limit.run(work, SHORT)
    assert caught.value.culprit == "slow"
    gate.set()
    assert ended.wait(LONG)
    assert not entered
    wait_until(lambda: not limit._hanging["slow"])


def test_nobody_is_blamed_where_no_code_was_entered(gate: threading.Event) -> None:
    limit = TimeLimit(1)
    for _ in range(HANGING_MAX + 1):
        with pytest.raises(PluginTimeIsUp) as caught:
            limit.run(lambda _marker: gate.wait(LONG), SHORT)
        assert not caught.value.culprit
    assert limit.run(quick, LONG) == "done", "the machine's slowness bars nobody"


def test_many_callers_get_their_own_answers() -> None:
    limit = TimeLimit(4)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: limit.run(lambda _: n, LONG), range(500)))
    assert answers == list(range(500))


def test_a_process_ends_although_a_plugin_hangs() -> None:
    program = (
        "import time\n"
        "from loyalty_chassis.plugins.time_limit import PluginTimeIsUp, TimeLimit\n"
        "try:\n"
        "    TimeLimit(1).run(lambda marker: time.sleep(600), 0.05)\n"
        "except PluginTimeIsUp:\n"
        "    print('given up')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "given up\n"
