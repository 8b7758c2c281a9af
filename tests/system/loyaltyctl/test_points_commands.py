"""`loyaltyctl points` against a running suite: transfers, adjustments, approvals, imports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loyalty_local.running.suite import Suite
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]
PLACE = ("--business", "retail", "--store", "1", "--reason", "present")
BY_ANN = ("--funder", "group", "--reason", "goodwill", "--operator", "ann")


@pytest.fixture
def members(command: Command, purchases: Path) -> list[str]:
    """Three members with purchases, some paid with points."""
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    return [name_identity(identity) for identity in read_identities(purchases)]


def available(command: Command, member: str) -> int:
    shown = re.search(r"available +([\d,]+)", command("account", member).output)
    assert shown is not None
    return int(shown[1].replace(",", ""))


def test_points_are_transferred_once_under_one_request_id(
    command: Command, members: list[str]
) -> None:
    one, two = (available(command, each) for each in members[:2])
    for _ in range(2):
        arguments = (
            "points",
            "transfer",
            *members[:2],
            "5",
            *PLACE,
            "--request-id",
            members[0][-8:],
        )
        result = command(*arguments)
        assert result.exit_code == 0, result.output
        assert re.search(r"retail store 1: transfer sent  -5\b", result.output)
        assert "to account" in result.output
    assert [available(command, each) for each in members[:2]] == [one - 5, two + 5]


def test_points_are_given_and_taken(command: Command, members: list[str]) -> None:
    before = available(command, members[0])
    given = command(
        "points", "adjust", members[0], "250", *BY_ANN, "--expires", "2099-01-31T05:00:00Z"
    )
    assert given.exit_code == 0, given.output
    assert "group: adjustment  +250" in given.output
    assert "+250  of a lot of group, expires 2099-01-31 05:00 UTC" in given.output
    assert "by ann" in given.output
    taken = command("points", "adjust", members[0], "-100", *BY_ANN)
    assert taken.exit_code == 0, taken.output
    assert available(command, members[0]) == before + 150
    wrong = command("points", "adjust", members[0], "5", *BY_ANN, "--luck")
    assert wrong.exit_code != 0


def test_a_large_adjustment_is_proposed_listed_and_approved_by_another(
    command: Command, suite: Suite, members: list[str]
) -> None:
    adjust = ("points", "adjust", members[0], "5000", *BY_ANN)
    refused = command(*adjust)
    assert refused.exit_code == 1
    assert "APPROVAL_NEEDED" in refused.output
    proposed = command(*adjust, "--propose")
    assert proposed.exit_code == 0, proposed.output
    proposal_id = re.findall(r"^proposal +(\w{26})", proposed.output, re.MULTILINE)[0]
    assert proposal_id in command("points", "proposals").output

    approve = ("points", "approve", proposal_id, "--operator", "bob")
    assert "SECOND_OPERATOR_NEEDED" in command(*approve).output
    before = available(command, members[0])
    approved = command(*approve, key=suite.keys.supervisor)
    assert approved.exit_code == 0, approved.output
    assert "by ann, approved by bob" in approved.output
    assert available(command, members[0]) == before + 5000
    assert proposal_id not in command("points", "proposals").output
    assert proposal_id in command("points", "proposals", "--state", "approved").output
    rejected = command("points", "reject", proposal_id, "--operator", "ann")
    assert "PROPOSAL_CLOSED" in rejected.output
    assert "none of open" in command("points", "proposals", "--state", "lost").output


def test_a_file_is_imported_once_and_its_mended_lines_when_it_is_sent_again(
    command: Command, members: list[str], tmp_path: Path
) -> None:
    before = [available(command, each) for each in members[:2]]
    lot = {"funder": "retail", "points": "100", "expire_time": "2099-01-01T00:00:00Z"}
    rows: list[dict[str, Any]] = [
        {"member": members[0], "lots": [lot, {**lot, "funder": "group"}]},
        {"member": members[1], "lots": [lot]},
        {"member": members[1], "lots": [lot]},
        {"member": "card:NO-SUCH-CARD", "lots": [lot]},
    ]
    path = tmp_path / "balances.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    first = command("points", "import", str(path))
    assert first.exit_code == 1
    assert "3 imported, 0 had been before, 1 failed; 400 points imported, 0" in first.output
    assert "MEMBER_NOT_FOUND" in first.output
    assert "card:NO-SUCH-CARD" in first.output
    mended = [{**rows[3], "member": members[0]}, *rows[:3]]
    path.write_text("".join(json.dumps(row) + "\n" for row in mended))
    second = command("points", "import", str(path))
    assert second.exit_code == 0, second.output
    assert "1 imported, 3 had been before, 0 failed; 100 points imported, 400" in second.output
    assert [available(command, each) for each in members[:2]] == [before[0] + 300, before[1] + 200]


def test_a_csv_file_is_imported(command: Command, members: list[str], tmp_path: Path) -> None:
    before = available(command, members[0])
    path = tmp_path / "balances.csv"
    path.write_text(
        "member,funder,points,expire_time,earn_time\n"
        f"{members[0]},retail,30,2099-01-01T00:00:00Z,2020-01-01T00:00:00Z\n"
        f"{members[0]},group,12,,\n"
    )
    result = command("points", "import", str(path))
    assert result.exit_code == 0, result.output
    assert available(command, members[0]) == before + 42
    statement = command("statement", members[0], "--limit", "2").output
    assert "opening balance  +12" in statement
