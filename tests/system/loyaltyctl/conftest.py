"""A running suite with the sample program, and a purchases file of a few members."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loyalty_local.running.suite import Suite, running_suite
from loyalty_local.sample_program import sample_program
from loyaltyctl.app import app
from loyaltyctl.commands.program import publish_program
from typer.testing import CliRunner

STORES = {business: ["1", "2"] for business in ("retail", "dining", "fuel")}

Command = Callable[..., Any]


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The whole suite, each part in a process of its own."""
    with running_suite(tmp_path_factory.mktemp("suite")) as running:
        publish_program(running.operator, sample_program(STORES))
        yield running


@pytest.fixture
def command(suite: Suite) -> Command:
    """Run loyaltyctl as the operator."""

    def run(*arguments: str, key: str = suite.keys.operator, answer: str = "") -> Any:
        environment = {"LOYALTY_ADDRESS": suite.address, "LOYALTY_KEY": key, "COLUMNS": "200"}
        return CliRunner().invoke(app, list(arguments), input=answer, env=environment)

    return run


@pytest.fixture
def shown_at_last(command: Command) -> Callable[..., str]:
    """Return what a command shows once a worker has no more to add: segments follow late."""

    def run(*asked: str) -> str:
        shown = ""
        for _ in range(30):
            answer = command(*asked)
            assert answer.exit_code == 0, answer.output
            if answer.output == shown:
                return shown
            shown = answer.output
            time.sleep(2)
        raise AssertionError(f"it goes on changing: {shown}")

    return run


@pytest.fixture
def purchases(tmp_path: Path) -> Path:
    """Thirty purchases of three new members, every third paid with points."""
    path = tmp_path / "purchases.jsonl"
    tag = f"{tmp_path.name}-{datetime.now(UTC):%H%M%S%f}".replace("_", "-")
    path.write_text("".join(json.dumps(_row(tag, number)) + "\n" for number in range(30)))
    return path


def _row(tag: str, number: int) -> dict[str, object]:
    bought = datetime.now(UTC) - timedelta(days=60 - number)
    business_id = ("retail", "dining")[number % 2]
    amount = 10_000 + number
    line = {"line_id": "1", "category": "grocery", "quantity_milli": 1000}
    return {
        "request_id": f"{tag}-{number}"[-64:],
        "identity": {"type": "CARD", "value": f"{tag}-{number % 3}"[-64:]},
        "pay_with_points": number >= 3 and number % 3 == 0,
        "purchase": {
            "business_id": business_id,
            "store_id": "1",
            "receipt_number": f"{tag}-{number}"[-64:],
            "purchase_time": bought.isoformat(),
            "total": {"amount_minor": amount, "currency_code": "USD"},
            "lines": [line | {"gross_amount_minor": amount, "net_amount_minor": amount}],
        },
    }
