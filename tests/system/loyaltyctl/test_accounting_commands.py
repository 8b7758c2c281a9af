"""Statements, exports, clearing and liability against a running suite."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loyalty_local.running.suite import Suite
from loyaltyctl.member_names import name_identity
from loyaltyctl.replaying import read_identities

Command = Callable[..., Any]
SPAN = ("--from", "2020-01-01T00:00:00Z", "--to", "2099-01-01T00:00:00Z")


@pytest.fixture
def member(command: Command, purchases: Path) -> str:
    """A member with purchases, some paid with points."""
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    return name_identity(next(iter(read_identities(purchases))))


def test_a_statement_tells_what_the_account_was(command: Command, member: str) -> None:
    time.sleep(1)  # moments are typed to the second
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    told = command("statement", member, "--as-of", now)
    assert told.exit_code == 0, told.output
    available = re.search(r"([\d,]+) available", told.output)
    assert available is not None
    shown = command("account", member).output
    assert re.search(rf"available +{available[1]}\s", shown)
    assert "active" in told.output
    assert "now" not in told.output
    future = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    refused = command("statement", member, "--as-of", future)
    assert refused.exit_code == 1
    assert "as_of_time" in refused.output


def test_a_moment_in_words_is_refused_with_an_example(command: Command, member: str) -> None:
    refused = command("statement", member, "--as-of", "yesterday")
    assert refused.exit_code == 2
    told = " ".join(refused.output.replace("│", " ").split())
    assert "'yesterday' is no instant with its zone, such as 2026-06-01T04:00:00Z" in told
    assert "%" not in told


def test_entries_are_exported_alike_in_both_formats(
    command: Command, member: str, tmp_path: Path
) -> None:
    files = {form: tmp_path / f"entries.{form}" for form in ("jsonl", "csv")}
    for form, path in files.items():
        result = command(
            "export", "entries", str(path), *SPAN, "--format", form, "--member", member
        )
        assert result.exit_code == 0, result.output
        assert "Wrote 11 entries" in result.output
    whole = [json.loads(line) for line in files["jsonl"].read_text().splitlines()]
    with files["csv"].open(newline="") as file:
        flat = list(csv.DictReader(file))
    assert [row["entry_id"] for row in flat] == [entry["entry_id"] for entry in whole]
    assert [row["earned_points"] for row in flat] == [
        entry.get("earned_points", "0") for entry in whole
    ]
    assert sum(int(row["burned_points"]) for row in flat) > 0
    assert not list(tmp_path.glob("*.part"))


def test_an_export_that_breaks_off_leaves_no_file(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "entries.jsonl"
    result = command("export", "entries", str(path), *SPAN, "--member", "card:NOBODY-HAS-IT")
    assert result.exit_code == 1
    assert result.output.startswith("error: "), "a refusal is told alone, without a bar"
    assert "MEMBER_NOT_FOUND" in result.output
    assert not list(tmp_path.iterdir())


def test_an_export_ends_well_where_nobody_reads_what_it_says(suite: Suite, tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    command = [sys.executable, "-m", "loyaltyctl", "export", "entries", str(path), *SPAN]
    access = {"LOYALTY_ADDRESS": suite.address, "LOYALTY_KEY": suite.keys.operator}
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        command, check=False, stdout=writer, stderr=writer, env=os.environ | access
    )
    os.close(writer)
    assert ended.returncode == 0
    assert path.read_text().startswith("entry_id,")
    assert list(tmp_path.iterdir()) == [path]


def test_periods_are_shown_closed_and_listed(command: Command, member: str) -> None:
    today = datetime.now(UTC).date()
    period = f"{today - timedelta(days=9)}/{today + timedelta(days=1)}"
    shown = command("clearing", "show", period)
    assert shown.exit_code == 0, shown.output
    assert re.search(r"retail +│ dining|dining +│ retail|group +│ ", shown.output)
    early = command("clearing", "close", period, "--yes")
    assert early.exit_code == 1
    assert "PERIOD_NOT_OVER" in early.output
    assert re.search(r"can be closed from \d{4}-\d\d-\d\d \d\d:\d\d UTC on", early.output)
    assert "entries" not in early.output, "no progress of what was refused"
    past = f"{today - timedelta(days=9)}/{today - timedelta(days=4)}"
    asked = command("clearing", "close", past)
    assert asked.exit_code == 1, "it asks, and nobody answers"
    assert re.search(
        rf"closing {past} \(.* UTC to .*\) with its 0 entries, as the first period",
        " ".join(asked.output.split()),
    )
    refused = command("clearing", "close", past, answer="n\n")
    assert "cannot be undone; do it?" in refused.output
    assert "was not done" in refused.output
    assert command("clearing", "list").output == "No period was closed.\n"
    for _ in range(2):
        closed = command("clearing", "close", past, "--request-id", "past", "--yes")
        assert closed.exit_code == 0, closed.output
        assert "Closed as number 1" in closed.output
    following = today - timedelta(days=3)
    more = command("clearing", "close", f"{following}/{following}", answer="y\n")
    assert more.exit_code == 0, more.output
    assert "with its 0 entries cannot be undone" in more.output
    listed = command("clearing", "list")
    assert past in listed.output
    assert command("audit").exit_code == 0
    assert member


def test_what_members_hold_is_told_now_and_for_a_past_moment(command: Command, member: str) -> None:
    now = command("liability")
    assert now.exit_code == 0, now.output
    assert "breakage so far" in now.output
    then = command("liability", "--as-of", "2020-01-01T00:00:00Z")
    assert then.exit_code == 0, then.output
    assert "retail" in now.output
    assert "retail" not in then.output
    assert member
