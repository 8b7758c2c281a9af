"""The trial run: what it prints, whom it lets in, and what it replays."""

from __future__ import annotations

import io
import json
import shlex
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loyalty.points.v1.member_service_pb2 import FindMemberRequest
from loyalty_local.errors import LocalError
from loyalty_local.first_replay import MARKER, replay_once
from loyalty_local.hints import commands
from loyalty_local.households import household_of
from loyalty_local.running import points
from loyalty_local.running.lock import locked
from loyalty_local.running.suite import Suite, running_suite
from loyalty_local.sample_program import sample_program
from loyalty_local.steps import SEED
from loyalty_local.unreturned import latest_unreturned
from loyaltyctl.app import app
from loyaltyctl.client import Client
from loyaltyctl.commands.program import publish_program
from loyaltyctl.replaying import ReplayItem, read_items
from loyaltyctl.replaying.items import item_of
from rich.console import Console
from typer.testing import CliRunner

STORES = {business: ["1"] for business in ("retail", "dining", "fuel")}


def test_the_first_command_finds_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    printed = list(commands("127.0.0.1:1", Path(".cache/local"), an_item()))
    assert printed[:3] == [
        'export PATH="$PWD/.venv/bin:$PATH"',
        "export LOYALTY_ADDRESS=127.0.0.1:1",
        'export LOYALTY_KEY="$(cat .cache/local/keys/operator)"',
    ]
    assert "loyaltyctl program check .cache/local/program.json --effective-in 120" in printed
    assert "loyaltyctl account card:CJ-000001" in printed
    assert printed[-3:] == [
        'loyaltyctl clearing show "$(date +%Y-%m)"',
        "loyaltyctl liability",
        "loyaltyctl audit",
    ]


def test_the_receipt_that_is_returned_has_the_day_at_the_store() -> None:
    item = an_item()
    item.purchase.purchase_time.FromDatetime(datetime(2026, 11, 25, 4, 59, tzinfo=UTC))
    printed = list(commands("127.0.0.1:1", Path(".cache/local"), item))
    wanted = "purchase reverse retail/1/7/2026-11-24 --line 1 --reason changed-mind"
    assert f"loyaltyctl {wanted}" in printed


def test_a_folder_is_for_one_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(LocalError, match="another `make run` uses"):
        locked(tmp_path).__enter__()
    with locked(tmp_path):
        pass


def test_purchases_are_replayed_once_and_a_stopped_replay_is_finished(tmp_path: Path) -> None:
    purchases, stop = tmp_path / "purchases.jsonl", threading.Event()
    purchases.write_text("".join(json.dumps(row(number)) + "\n" for number in range(3)))
    with running_suite(tmp_path) as suite:
        publish_program(suite.operator, sample_program(STORES))
        stop.set()
        assert "by business" not in replayed(suite.operator, purchases, stop)
        assert not (tmp_path / MARKER).exists()
        stop.clear()
        assert "by business" in replayed(suite.operator, purchases, stop)
        assert (tmp_path / MARKER).exists()
        assert replayed(suite.operator, purchases, stop) == ""
        known = suite.operator.call(suite.operator.members.FindMember, who(row(0))).member
        household = household_of(1, SEED)
        assert known.attributes.birthday == household.birthday
        assert len(known.identities) == 1 + bool(household.phone)


def test_the_purchase_to_return_is_one_of_which_nothing_was_returned(tmp_path: Path) -> None:
    purchases = tmp_path / "purchases.jsonl"
    purchases.write_text("".join(json.dumps(row(number)) + "\n" for number in range(3)))
    items = list(read_items(purchases))
    with running_suite(tmp_path) as suite:
        publish_program(suite.operator, sample_program(STORES))
        replayed(suite.operator, purchases, threading.Event())
        chosen = []
        for _ in items:
            item = latest_unreturned(suite.operator, items)
            chosen.append(item.request_id)
            printed = list(commands(suite.address, tmp_path, item))
            (line,) = [line for line in printed if " purchase reverse " in line]
            run_as_operator(suite, line, "--yes")
        assert chosen == ["r-2", "r-1", "r-0"]
        assert latest_unreturned(suite.operator, items).request_id == "r-2"


def run_as_operator(suite: Suite, line: str, *more: str) -> None:
    environment = {"LOYALTY_ADDRESS": suite.address, "LOYALTY_KEY": suite.keys.operator}
    result = CliRunner().invoke(app, [*shlex.split(line)[1:], *more], env=environment)
    assert result.exit_code == 0, result.output


def test_a_service_that_is_not_healthy_is_told_with_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(points, "_health", lambda _: points.SERVING + 1)
    monkeypatch.setattr(points, "SETTLE_SECONDS", 0.1)
    with pytest.raises(LocalError, match=r"not SERVING in 0\.1 s; .*points\.log"):
        running_suite(tmp_path).__enter__()


def replayed(client: Client, purchases: Path, stop: threading.Event) -> str:
    printed = io.StringIO()
    replay_once(Console(file=printed, width=200), client, purchases, stop)
    return printed.getvalue()


def who(purchase: dict[str, object]) -> FindMemberRequest:
    return FindMemberRequest(identity=item_of(purchase).identity)


def an_item() -> ReplayItem:
    return item_of(row(7))


def row(number: int) -> dict[str, object]:
    line = {"line_id": "1", "category": "grocery", "quantity_milli": 1000}
    return {
        "request_id": f"r-{number}",
        "identity": {"type": "CARD", "value": "CJ-000001"},
        "purchase": {
            "business_id": "retail",
            "store_id": "1",
            "receipt_number": str(number),
            "purchase_time": datetime.now(UTC).isoformat(),
            "total": {"amount_minor": 2000, "currency_code": "USD"},
            "lines": [line | {"gross_amount_minor": 2000, "net_amount_minor": 2000}],
        },
    }
