"""Law 1 under kill -9 of the service and of the database (reliability.md, case 1)."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from loyalty.points.v1 import points_service_pb2

from support import build
from support.asking import account_of
from support.harness import Client, Failure
from support.killable import Suite, wait_until
from support.load import Done, Load, send
from support.together import outcome_of, require_clean_audit

VICTIMS = (("service",), ("database",), ("database", "service"))
"""A killed service leaves transactions open, which hold their accounts for up to a minute;
killing the database ends them."""
REFUSALS = {"INSUFFICIENT_POINTS", "BURN_TOO_SMALL"}
OPERATIONS = {
    "RecordPurchaseRequest": points_service_pb2.OPERATION_RECORD_PURCHASE,
    "RedeemPointsRequest": points_service_pb2.OPERATION_REDEEM_POINTS,
}


def entries_of(client: Client, member_id: str) -> list[Any]:
    """Return every entry of an account, newest first."""
    found: list[Any] = []
    token = ""
    while True:
        request = points_service_pb2.ListEntriesRequest(
            member=build.key(member_id), page_size=200, page_token=token
        )
        page = client.points.ListEntries(request)
        found += page.entries
        token = page.next_page_token
        if not token:
            return found


def require_all_there_once(client: Client, load: Load) -> None:
    """Fail unless the journal holds exactly what the callers remember."""
    assert load.unanswered == []
    answered: dict[str, Any] = {}
    for done in load.done:
        if isinstance(done.answer, Failure):
            assert done.answer.reason in REFUSALS, done.answer
        else:
            answered[done.request.request_id] = done.answer
    entries = [entry for member in load.members for entry in entries_of(client, member)]
    ours = [entry for entry in entries if entry.business_id]
    made = Counter(entry.request_id for entry in ours)
    assert made == dict.fromkeys(answered, 1), (
        "every acknowledged request is there once, and no other"
    )
    assert all(answered[entry.request_id] == entry for entry in ours)
    points: Counter[str] = Counter()
    for done in load.done:
        points[done.request.member.member_id] += done.points
    for member in load.members:
        assert account_of(client, member).balance.available_points == points[member]


def require_same_answers(client: Client, asked: list[Done]) -> None:
    """Fail unless each request gives its first answer again, and GetEntry does too."""
    for done in asked:
        again = outcome_of(lambda done=done: send(client, done.request).entry)  # type: ignore[misc]
        assert again == done.answer
        lookup = points_service_pb2.GetEntryRequest(
            request_id=done.request.request_id,
            operation=OPERATIONS[done.request.DESCRIPTOR.name],
        )
        found = outcome_of(lambda lookup=lookup: client.points.GetEntry(lookup).entry)  # type: ignore[misc]
        assert found == done.answer


def kill_under_load(suite: Suite, client: Client, rounds: int) -> Load:
    """Kill service, database, or both, at random moments of a running load."""
    moments = random.Random()
    load = Load(client, [build.enroll(client) for _ in range(24)])
    load.start()
    try:
        for turn in range(rounds):
            time.sleep(moments.uniform(0.3, 1.5))
            kill(suite, *VICTIMS[turn % len(VICTIMS)])
            answered = len(load.done)
            wait_until(lambda answered=answered: len(load.done) > answered + 4, "it recovers")  # type: ignore[misc]
            assert not suite.database.ended()
            assert not suite.service.ended(), "the service outlives its database"
    finally:
        load.finish()
    return load


def kill(suite: Suite, *names: str) -> None:
    """Kill -9 parts of the suite, and start them again in the same place."""
    victims = [getattr(suite, name) for name in names]
    for victim in victims:
        victim.kill()
    for victim in victims:
        victim.start_again()


def require_nothing_lost(suite: Suite, rounds: int) -> str:
    """Kill under load; return what was counted."""
    client = suite.operator()
    load = kill_under_load(suite, client, rounds)
    wait_until(suite.serves, "the service is healthy again")
    require_all_there_once(client, load)
    require_same_answers(client, random.sample(load.done, min(60, len(load.done))))
    require_all_there_once(client, load)
    require_clean_audit(client)
    refused = sum(isinstance(done.answer, Failure) for done in load.done)
    return (
        f"{rounds} kills: {len(load.done)} requests answered, {refused} of them refused, "
        f"retried on {dict(Counter(load.retries))}"
    )


def test_nothing_is_lost_or_doubled_when_service_and_database_are_killed(
    killable: Suite, tell: Callable[[str], None]
) -> None:
    tell(require_nothing_lost(killable, rounds=6))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_over_many_kills(
    killable: Suite, tell: Callable[[str], None]
) -> None:
    tell(require_nothing_lost(killable, rounds=60))


@pytest.mark.long
@pytest.mark.timeout(600)
def test_an_account_is_served_again_a_minute_after_its_service_was_killed(
    killable: Suite, tell: Callable[[str], None]
) -> None:
    client = killable.operator()
    load = Load(client, [build.enroll(client)])
    load.start()
    worst = 0.0
    try:
        for _ in range(3):
            time.sleep(1)
            kill(killable, "service")
            started, answered = time.monotonic(), len(load.done)
            wait_until(lambda answered=answered: len(load.done) > answered + 4, "it recovers", 90)  # type: ignore[misc]
            worst = max(worst, time.monotonic() - started)
    finally:
        load.finish()
    require_all_there_once(client, load)
    require_clean_audit(client)
    tell(f"an account was served again after {worst:.1f} s at most")
