"""The operator's command against a running suite."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loyalty_local.running.suite import Suite
from loyalty_local.sample_program import sample_document
from loyaltyctl.app import ORDER
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]

ENTRY_ID = "0" * 26 + "-2"
BACK = ("--store", "1", "--reason", "unwanted")
STORES = {business: ["1"] for business in ("retail", "dining", "fuel")}


@pytest.fixture
def member(command: Command, purchases: Path) -> str:
    """A member with purchases, some paid with points."""
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    return name_identity(next(read_identities(purchases)))


def test_a_good_program_is_checked_with_the_plugins_it_would_run(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "program.json"
    path.write_text(json.dumps(sample_document(STORES)))
    result = command("program", "check", str(path), "--effective-in", "120")
    assert result.exit_code == 0, result.output
    assert "retail retail" in result.output


def test_a_bad_setting_is_named_by_its_place_in_the_file(command: Command, tmp_path: Path) -> None:
    document = sample_document(STORES)
    document["businesses"][2]["plugins"][0]["settings"]["member_day"]["bonus_bps"] = "much"
    path = tmp_path / "program.json"
    path.write_text(json.dumps(document))
    result = command("program", "check", str(path), "--effective-in", "120")
    assert result.exit_code == 1
    told = "businesses[2].plugins[0].settings.member_day.bonus_bps"
    assert f"{told} (business 'retail', plugin 'retail')" in result.output
    assert result.output.splitlines()[1:] == ["[INVALID_ARGUMENT, INVALID_FIELD]"]


def test_a_program_is_published_once_and_printed_as_a_file_that_can_be_published(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "program.json"
    path.write_text(command("program", "get").output)
    published = command("program", "publish", str(path), "--effective-in", "7200")
    assert published.exit_code == 0, published.output
    assert re.search(r"Published version \d+, in force from .* \d\d:\d\d:\d\d", published.output)
    assert "operator" in command("program", "list").output
    assert json.loads(command("program", "get", "1").output)["version"] == "1"


@pytest.mark.parametrize("asked", ["check", "publish"])
def test_a_program_that_would_hold_too_soon_is_told_how_to_hold_later(
    command: Command, tmp_path: Path, asked: str
) -> None:
    path = tmp_path / "program.json"
    path.write_text(json.dumps(sample_document(STORES)))
    refused = command("program", asked, str(path), "--effective-in", "30")
    assert refused.exit_code == 1
    first, *_, hint = refused.output.splitlines()
    assert first.startswith("error: effective_time: must be at least 60 s ahead")
    assert hint.startswith("hint: with `--effective-in 120` it holds from")
    assert command("program", "check", str(path), "--effective-in", "120").exit_code == 0


def test_a_member_is_found_and_shown_by_id(
    command: Command, shown_at_last: Callable[..., str], member: str
) -> None:
    found = shown_at_last("member", "find", *member.split(":"))
    member_id = found.split()[1]
    assert re.search(r"identities +card, linked \d{4}-\d\d-\d\d *$", found, re.MULTILINE)
    assert command("member", "get", member_id).output == found
    assert command("member", "get", member).output == found
    assert command("account", member_id).output.split()[:2] == ["account", member_id]


def test_a_statement_gives_the_reason_of_every_point(command: Command, member: str) -> None:
    result = command("statement", member, "--limit", "5")
    assert result.exit_code == 0, result.output
    assert result.output.count("#") == result.output.count("    recorded ") == 5
    for told in ("retail-spend (retail: spend)", "pays", "from a lot of", "available", "expires"):
        assert told in result.output


@pytest.mark.usefixtures("member")
def test_an_audit_ends_with_what_it_checked(command: Command) -> None:
    result = command("audit")
    assert result.exit_code == 0, result.output
    assert "no difference" in result.output
    assert "issued:retail" in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("account", "phone:+12125550100"), "MEMBER_NOT_FOUND"),
        (("account", "shoe:44"), "no type of identity"),
        (("statement", "CJ-000012"), "neither a member id nor TYPE:VALUE"),
        (("member", "get", "x" * 26), "["),
        (("program", "get", "999"), "PROGRAM_NOT_FOUND"),
        (("program", "check", "/no/such/file"), "cannot be read"),
        (("replay", "/no/such/file"), "no file"),
        (("purchase", "reverse", ENTRY_ID, "--reason", "unwanted"), "say with --store"),
        (("purchase", "reverse", ENTRY_ID, *BACK, "--line", "1", "--amount", "5"), "not both"),
        (("purchase", "reverse", ENTRY_ID, *BACK, "--yes"), "ENTRY_NOT_FOUND"),
        (("redemption", "reverse", "8812", *BACK), "no entry's id"),
        (("audit", "--account", "0" * 26), "MEMBER_NOT_FOUND"),
    ],
)
def test_a_failure_is_told_with_its_reason(
    command: Command, arguments: tuple[str, ...], reason: str
) -> None:
    result = command(*arguments)
    assert result.exit_code == 1
    assert reason in result.output
    assert "error: " in result.output
    assert "Traceback" not in result.output


def test_a_wrong_key_is_refused_and_never_printed(command: Command) -> None:
    result = command("program", "list", key="wrong-key-0123456789")
    assert result.exit_code == 1
    assert "CREDENTIALS_INVALID" in result.output
    assert "wrong-key" not in result.output


def test_a_till_may_not_audit(command: Command, suite: Suite) -> None:
    result = command("audit", key=suite.keys.till("retail"))
    assert result.exit_code == 1
    refused, hint = result.output.splitlines()[-2:]
    assert refused.endswith("[PERMISSION_DENIED, NOT_GRANTED]")
    assert hint.startswith("hint: ")
    assert "clients file" in hint
    assert hint.endswith("services/points/docs/settings.md")


def test_help_needs_no_key(command: Command) -> None:
    assert command("program", "--help", key="").exit_code == 0
    assert "set LOYALTY_KEY" in command("program", "list", key="").output


def test_the_help_lists_every_command_on_one_line_in_its_order(command: Command) -> None:
    listed = re.findall(r"^│ ([a-z]+) ", command("--help", key="").output, re.MULTILINE)
    assert tuple(listed) == ORDER
