"""Replays against a running suite: nothing lost, nothing doubled, however often."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from loyalty.points.v1.points_service_pb2 import GetAccountRequest
from loyalty_local.running.suite import Suite
from loyaltyctl.member_names import name_identity, parse_member
from loyaltyctl.replaying import (
    MemberSeed,
    PurchaseSender,
    Tally,
    enroll,
    read_identities,
    read_items,
    replay,
)

Command = Callable[..., Any]


def enroll_all(suite: Suite, purchases: Path) -> None:
    seeds = [MemberSeed((identity,)) for identity in read_identities(purchases)]
    assert all(one.failure is None for one in enroll(suite.operator, seeds, 4))


def replay_all(suite: Suite, purchases: Path, *, resume: bool = False) -> Tally:
    tally = Tally()
    for outcome in replay(read_items(purchases), PurchaseSender(suite.till, resume=resume), 4):
        tally.add(outcome)
    return tally


def numbers(tally: Tally) -> dict[str, tuple[int, int, int]]:
    return {
        name: (
            business.recorded_count + business.already_recorded_count,
            business.earned_points + business.already_earned_points,
            business.burned_points + business.already_burned_points,
        )
        for name, business in tally.businesses.items()
    }


def available(suite: Suite, purchases: Path) -> list[int]:
    names = [name_identity(identity) for identity in read_identities(purchases)]
    requests = [GetAccountRequest(member=parse_member(name)) for name in names]
    answers = [suite.operator.call(suite.operator.points.GetAccount, each) for each in requests]
    return [answer.account.balance.available_points for answer in answers]


def test_a_replay_records_every_purchase_and_spends_points(suite: Suite, purchases: Path) -> None:
    enroll_all(suite, purchases)
    tally = replay_all(suite, purchases)
    assert not tally.failures
    assert sum(business.recorded_count for business in tally.businesses.values()) == 30
    earned = sum(business.earned_points for business in tally.businesses.values())
    burned = sum(business.burned_points for business in tally.businesses.values())
    assert burned > 0
    assert sum(available(suite, purchases)) == earned - burned


def test_a_replay_done_again_records_nothing_twice(suite: Suite, purchases: Path) -> None:
    enroll_all(suite, purchases)
    first = replay_all(suite, purchases)
    before = available(suite, purchases)
    for resume in (False, True):
        again = replay_all(suite, purchases, resume=resume)
        assert not again.failures
        assert numbers(again) == numbers(first)
        assert sum(business.already_recorded_count for business in again.businesses.values()) == 30
        assert not any(business.recorded_count for business in again.businesses.values())
        assert not any(business.earned_points for business in again.businesses.values())
    assert available(suite, purchases) == before


def test_a_replay_that_was_broken_off_is_finished_by_the_next(
    suite: Suite, purchases: Path
) -> None:
    enroll_all(suite, purchases)
    begun = list(islice(replay(read_items(purchases), PurchaseSender(suite.till), 4), 7))
    assert all(outcome.failure is None for outcome in begun)
    tally = replay_all(suite, purchases, resume=True)
    assert not tally.failures
    there = [
        each.recorded_count + each.already_recorded_count for each in tally.businesses.values()
    ]
    assert sum(there) == 30
    assert sum(business.already_recorded_count for business in tally.businesses.values()) >= 7


def test_members_enrolled_again_are_found(suite: Suite, purchases: Path) -> None:
    identities = list(read_identities(purchases))
    seeds = [MemberSeed((identity,)) for identity in identities]
    first = {enrolled.member_id for enrolled in enroll(suite.operator, seeds, 4)}
    again = list(enroll(suite.operator, seeds, 4))
    other = list(enroll(suite.till("retail"), seeds, 4))
    assert {enrolled.member_id for enrolled in again} == first
    assert {enrolled.member_id for enrolled in other} == first
    assert all(enrolled.already_member for enrolled in again + other)


def test_the_command_sums_up_by_business_and_lists_failures_by_reason(
    command: Command, purchases: Path
) -> None:
    row = json.loads(purchases.read_text().splitlines()[0])
    row["request_id"] += "-x"
    row["purchase"]["store_id"] = "nowhere"
    purchases.write_text(purchases.read_text() + json.dumps(row) + "\n")
    result = command("replay", str(purchases), "--enroll", "--callers", "4")
    assert result.exit_code == 1
    assert "--failures" not in result.output, "the example is all"
    assert "Failures by reason" in result.output
    assert row["request_id"] in result.output
    assert "31/31" in result.stderr
    assert "31/31" not in result.stdout, "a pipe has results only"
    assert "Traceback" not in result.output
    again = command("replay", str(purchases))
    assert re.search(r"│ all +│ +0 │ +30 │ +1 │ +0 │ +0 │", again.stdout), again.stdout
    assert re.search(r"not in the table: [\d,]+ points earned and [\d,]+ burned", again.stdout)


def test_purchases_of_nobody_fail_one_by_one_with_the_reason(
    command: Command, purchases: Path
) -> None:
    result = command("replay", str(purchases))
    assert result.exit_code == 1
    assert "MEMBER_NOT_FOUND" in result.output
    assert "add --enroll" in result.output
    assert "--failures FILE writes every failure" in result.output


def test_every_failure_is_written_with_its_line(
    command: Command, purchases: Path, tmp_path: Path
) -> None:
    failures = tmp_path / "failures.jsonl"
    result = command("replay", str(purchases), "--failures", str(failures))
    assert f"30 failed: {failures} has each on a line of its own" in result.output
    told = [json.loads(line) for line in failures.read_text().splitlines()]
    assert sorted(each["line"] for each in told) == list(range(1, 31))
    asked = [json.loads(line)["request_id"] for line in purchases.read_text().splitlines()]
    assert all(each["request_id"] == asked[each["line"] - 1] for each in told)
    assert {each["reason"] for each in told} == {"MEMBER_NOT_FOUND"}
    assert told[0]["message"].endswith("[NOT_FOUND, MEMBER_NOT_FOUND]")


def test_a_file_for_failures_that_cannot_be_written_is_refused(
    command: Command, purchases: Path, tmp_path: Path
) -> None:
    before = purchases.read_text()
    for file, told in ((purchases, "is the file that is sent"), (tmp_path, "cannot be written")):
        result = command("replay", str(purchases), "--failures", str(file))
        assert (result.exit_code, result.stdout) == (1, "")
        assert told in result.stderr
    assert purchases.read_text() == before


def test_a_broken_file_is_refused_whole(command: Command, purchases: Path) -> None:
    purchases.write_text(purchases.read_text() + "{\n")
    result = command("replay", str(purchases), "--enroll")
    assert result.exit_code == 1
    assert "line 31: not JSON" in result.output
    assert result.output.strip().endswith("; nothing was sent")
    assert len(result.output.strip().splitlines()) == 1


def test_an_empty_file_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    result = command("replay", str(tmp_path / "empty.jsonl"))
    assert result.exit_code == 1
    assert result.output.startswith("error: there are no purchases in ")


def test_a_replay_whose_failures_cannot_be_written_tells_what_it_did(
    command: Command, purchases: Path
) -> None:
    result = command("replay", str(purchases), "--failures", "/dev/full")
    assert result.exit_code == 1
    assert "Purchases by business" in result.output
    assert "/dev/full cannot be written: No space left on device" in result.output
