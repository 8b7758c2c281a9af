"""Callers who give up, and a database that does not answer (reliability.md, cases 14 and 15)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from support import build
from support.asking import is_replayed, points_and_entries
from support.harness import Client, Failure
from support.killable import Suite, wait_until
from support.load import send
from support.together import OK, at_once, outcome_of, require_clean_audit

CALLS = 60
"""More than the service has threads for (16), fewer than it takes in (64)."""
DEADLINE = 1.0
LATE = 1.5
"""How much later than its deadline a call may end on a busy machine."""
IMPATIENT = [milliseconds / 1000 for milliseconds in range(5, 65)]
"""Deadlines that end a call at every moment of its life."""
GIVE_UP = {"DEADLINE_EXCEEDED", "UNAVAILABLE"}


def recording(member_id: str) -> Any:
    return build.record(member_id, build.purchase(at=datetime.now(UTC)))


def timed(client: Client, request: Any, seconds: float) -> tuple[Any, float]:
    """Return the outcome of a request, and how long it took."""
    started = time.monotonic()
    outcome = outcome_of(partial(send, client, request, seconds))
    return outcome, time.monotonic() - started


def codes(outcomes: list[Any]) -> Counter[str]:
    return Counter(each.code if isinstance(each, Failure) else OK for each in outcomes)


def require_recorded_once(client: Client, requests: list[Any]) -> int:
    """Send every request again until it is recorded; return how many were already."""
    replayed = 0
    for request in requests:
        wait_until(lambda request=request: _succeeds(client, request), "it is recorded", 10)  # type: ignore[misc]
        replayed += is_replayed(partial(client.points.RecordPurchase.with_call, request))
    members = Counter(request.member.member_id for request in requests)
    for member_id, count in members.items():
        assert points_and_entries(client, member_id) == (1_000 * count, 1 + count)
    require_clean_audit(client)
    return replayed


def _succeeds(client: Client, request: Any) -> bool:
    return not isinstance(outcome_of(partial(send, client, request)), Failure)


def test_a_caller_who_gives_up_at_once_may_send_again(killable: Suite) -> None:
    client = killable.operator()
    member_id = build.enroll(client)
    requests = [recording(member_id) for _ in range(len(IMPATIENT))]
    outcomes = [
        timed(client, request, seconds)[0]
        for request, seconds in zip(requests, IMPATIENT, strict=True)
    ]
    assert set(codes(outcomes)) <= {OK, *GIVE_UP}
    assert codes(outcomes)["DEADLINE_EXCEEDED"] > 0
    require_recorded_once(client, requests)


def pause_under_load(killable: Suite, waves: int, seconds: float) -> str:
    """Send waves of calls, `seconds` apart, to a service whose database is silent."""
    client = killable.operator()
    members = [build.enroll(client) for _ in range(20)]
    requests = [recording(members[number % 20]) for number in range(CALLS)]
    calls = [partial(timed, client, request, DEADLINE) for request in requests]
    with killable.database.paused():
        for _ in range(waves):
            ended = at_once(calls)
            assert set(codes([outcome for outcome, _ in ended])) <= GIVE_UP
            assert max(span for _, span in ended) < DEADLINE + LATE
            time.sleep(seconds)
            assert killable.answers(), "no thread waits for the database any more"
    started = time.monotonic()
    wait_until(killable.serves, "the service is healthy", 10)
    require_recorded_once(client, requests)
    return f"all recorded {time.monotonic() - started:.1f} s after the database spoke again"


def test_calls_end_by_their_deadline_while_the_database_is_silent(killable: Suite) -> None:
    pause_under_load(killable, waves=1, seconds=3)


@pytest.mark.long
def test_a_silence_that_outlasts_the_programs_in_memory_is_survived(
    killable: Suite, tell: Callable[[str], None]
) -> None:
    tell(pause_under_load(killable, waves=5, seconds=10))
