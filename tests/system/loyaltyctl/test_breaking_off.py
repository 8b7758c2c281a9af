"""Replays and imports that end early: what was done is told, and that it can be done again."""

from __future__ import annotations

import io
import json
import re
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import grpc
import pytest
from loyaltyctl.app import app
from loyaltyctl.commands import importing
from loyaltyctl.commands import replay as command
from loyaltyctl.failures import Failure
from loyaltyctl.importing import Imported
from loyaltyctl.replaying import Enrolled, MemberSeed, Outcome, ReplayItem, Tally
from loyaltyctl.replaying.items import item_of
from loyaltyctl.views.replay import print_tally
from rich.console import Console
from typer.testing import CliRunner

NOT_REACHED = Failure("UNAVAILABLE", "", "the service cannot be reached")


class Cut(grpc.RpcError):
    """A call that was cut."""

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNAVAILABLE

    def details(self) -> str:
        return "cut"

    def trailing_metadata(self) -> tuple[()]:
        return ()


grpc.Call.register(Cut)


def run(*arguments: str) -> Any:
    environment = {"LOYALTY_ADDRESS": "127.0.0.1:1", "LOYALTY_KEY": "key", "COLUMNS": "200"}
    return CliRunner().invoke(app, list(arguments), env=environment)


def row(number: int, business_id: str = "retail") -> dict[str, Any]:
    return {
        "request_id": f"r-{number}",
        "identity": {"type": "CARD", "value": f"C-{number}"},
        "purchase": {"business_id": business_id},
    }


@pytest.fixture
def purchases(tmp_path: Path) -> Path:
    path = tmp_path / "purchases.jsonl"
    path.write_text("".join(json.dumps(row(number)) + "\n" for number in range(300)))
    return path


@pytest.fixture
def balances(tmp_path: Path) -> Path:
    path = tmp_path / "balances.csv"
    lines = [f"card:C-{number},retail,5\n" for number in range(300)]
    path.write_text("".join(["member,funder,points\n", *lines]))
    return path


def test_ctrl_c_ends_a_replay_with_the_tally_of_what_was_under_way(
    purchases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    main = threading.get_ident()

    class Sender:
        def __init__(self, *_: object, **__: object) -> None:
            """Take what the sender takes."""

        def send(self, item: ReplayItem) -> Outcome:
            begun.append(item.request_id)
            if len(begun) == 2:
                # To the main thread, as from a terminal: another would not wake it.
                signal.pthread_kill(main, signal.SIGINT)
            time.sleep(0.5)
            return Outcome(item, failure=Failure("NOT_FOUND", "MEMBER_NOT_FOUND", "no"))

    monkeypatch.setattr(command, "PurchaseSender", Sender)
    before = signal.getsignal(signal.SIGINT)
    result = run("replay", str(purchases), "--callers", "2")
    assert result.exit_code == 130, result.output
    assert len(begun) == 2
    assert re.search(r"│ all +│ +0 │ +0 │ +2 │", result.stdout), result.stdout
    assert "Send the file again when you like: nothing is recorded twice." in result.stdout
    assert signal.getsignal(signal.SIGINT) is before


def test_a_replay_whose_enrolment_finds_the_service_gone_sends_no_purchase(
    purchases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enroll(
        _: object, seeds: Sequence[MemberSeed], callers: int, stop: threading.Event
    ) -> Iterator[Enrolled]:
        for seed in seeds:
            if stop.is_set():
                return
            yield Enrolled(seed, failure=NOT_REACHED)

    monkeypatch.setattr(command, "enroll", enroll)
    result = run("replay", str(purchases), "--enroll")
    assert result.exit_code == 1
    assert "8 of 8 members were not enrolled" in result.stdout
    assert re.search(r"│ all +│ +0 │ +0 │ +0 │", result.stdout), result.stdout
    assert "Stopped: the service cannot be reached." in result.stdout


def test_a_replay_stops_when_the_service_is_gone(
    purchases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sender:
        def __init__(self, *_: object, **__: object) -> None:
            """Take what the sender takes."""

        def send(self, item: ReplayItem) -> Outcome:
            return Outcome(item, failure=NOT_REACHED)

    monkeypatch.setattr(command, "PurchaseSender", Sender)
    result = run("replay", str(purchases), "--callers", "3")
    assert result.exit_code == 1
    found = re.search(r"│ all +│ +0 │ +0 │ +(\d+) │", result.stdout)
    assert found is not None
    assert 8 <= int(found[1]) < 30
    assert "Stopped: the service cannot be reached." in result.stdout
    assert "Send the file again when you like: nothing is recorded twice." in result.stdout


@pytest.mark.parametrize(
    ("cause", "exit_code"), [(KeyboardInterrupt(), 130), (Cut(), 1)], ids=["ctrl-c", "cut"]
)
@pytest.mark.parametrize("done", [0, 120])
def test_an_import_that_is_cut_tells_what_it_did(
    balances: Path,
    monkeypatch: pytest.MonkeyPatch,
    cause: BaseException,
    exit_code: int,
    done: int,
) -> None:
    def cut(_: object, asked: Sequence[Any]) -> Iterator[Imported]:
        for balance in asked[:done]:
            yield Imported(balance, 5)
        raise cause

    monkeypatch.setattr(importing, "import_balances", cut)
    result = run("points", "import", str(balances))
    assert result.exit_code == exit_code, result.output
    assert f"{done} imported, 0 had been before, 0 failed; {done * 5} points" in result.stdout
    assert f"what came of {done} of 300 balances is known" in result.stdout
    assert "Send the file again when you like: nothing is imported twice." in result.stdout
    assert "Traceback" not in result.output
    assert ("[UNAVAILABLE]" in result.stderr) == (exit_code == 1)


def test_failures_of_an_import_are_written_with_their_lines(
    balances: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = Failure("NOT_FOUND", "MEMBER_NOT_FOUND", "no such member")

    def fail(_: object, asked: Sequence[Any]) -> Iterator[Imported]:
        for number, balance in enumerate(asked):
            yield Imported(balance, failure=failure if number % 100 == 0 else None)

    monkeypatch.setattr(importing, "import_balances", fail)
    result = run("points", "import", str(balances), "--failures", str(tmp_path / "failed"))
    assert result.exit_code == 1
    assert f"3 failed: {tmp_path / 'failed'} has each" in result.stdout
    told = [json.loads(line) for line in (tmp_path / "failed").read_text().splitlines()]
    assert told == [
        {
            "line": line,
            "member": f"card:C-{line - 2}",
            "reason": "MEMBER_NOT_FOUND",
            "message": "no such member [NOT_FOUND, MEMBER_NOT_FOUND]",
        }
        for line in (2, 102, 202)
    ]


def test_names_that_look_like_markup_are_printed_as_they_are() -> None:
    tally, console = Tally(), Console(file=io.StringIO(), width=200)
    item = item_of(row(100, "[/shop]") | {"request_id": "till:100"})
    tally.add(Outcome(item, failure=Failure("CODE", "[/why]", ":100: [bold]")))
    print_tally(console, tally)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    for told in ("[/shop]", "[/why]", "till:100: :100: [bold]"):
        assert told in printed
