"""Calls whose answer is lost: told how to be repeated, and streams begun again."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Any_
from google.rpc import code_pb2
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from loyalty.points.v1.points_service_pb2 import GetAccountRequest, RedeemPointsRequest
from loyalty_local.sample_program import sample_program
from loyaltyctl import retries
from loyaltyctl.app import app
from loyaltyctl.client import Client
from loyaltyctl.errors import Interrupted
from loyaltyctl.outcomes import is_unknown
from loyaltyctl.program_files import document_of
from loyaltyctl.request_ids import new_request_id
from typer.testing import CliRunner

from support.refused_calls import Refused

Command = Callable[..., Any]
STORES = {business: ["1", "2"] for business in ("retail", "dining", "fuel")}
"""As the suite's program has them."""

ADJUST = ("points", "adjust", "{member}", "7", "--funder", "group", "--reason", "goodwill")


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> str:
    """An address where nobody answers, without long pauses between the tries."""
    monkeypatch.setattr(retries, "LONGEST_PAUSE_SECONDS", 0.01)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def said(address: str, *arguments: str) -> str:
    answer = CliRunner().invoke(
        app, list(arguments), env={"LOYALTY_ADDRESS": address, "LOYALTY_KEY": "k"}
    )
    assert answer.exit_code == 1, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return str(answer.output)


def repeat_of(told: str) -> list[str]:
    found = re.search(r"repeat the command with (.*)", told)
    assert found, told
    return found[1].split()


def test_a_write_whose_answer_is_lost_is_told_with_its_request_id(
    nowhere: str, command: Command, purchases: Path
) -> None:
    assert command("replay", "--enroll", str(purchases)).exit_code == 0
    row = json.loads(purchases.read_text().splitlines()[0])
    member = f"card:{row['identity']['value']}"
    write = [part.format(member=member) for part in ADJUST] + ["--operator", "ann"]
    again = repeat_of(said(nowhere, *write))
    first, second = (command(*write, *again) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert first.output == second.output
    assert "+7" in first.output


def test_a_return_is_told_with_its_time_too(nowhere: str) -> None:
    told = said(nowhere, "purchase", "reverse", "retail/1/77/2026-11-01", "--reason", "x", "--yes")
    request_id, at = repeat_of(told)[1::2]
    assert request_id.startswith("ctl-")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at)


def test_a_write_that_is_interrupted_is_told_with_its_request_id(nowhere: str) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    client, rpc = Client(nowhere, "key"), SimpleNamespace(with_call=interrupted)
    write = RedeemPointsRequest(request_id=new_request_id())
    with pytest.raises(Interrupted, match=f"--request-id {write.request_id}"):
        client.call(rpc, write)
    with pytest.raises(KeyboardInterrupt):
        client.call(rpc, GetAccountRequest())


@pytest.mark.parametrize(
    ("reason", "is_open"), [("PLUGIN_FAILED", False), ("STORAGE_UNAVAILABLE", True), ("", True)]
)
def test_what_certainly_was_not_done_is_not_said_to_be_open(reason: str, is_open: bool) -> None:
    info = Any_()
    info.Pack(ErrorInfo(reason=reason))
    status = Status(code=code_pb2.INTERNAL, details=[info])
    assert is_unknown(Refused(grpc.StatusCode.INTERNAL, status)) == is_open


@pytest.mark.parametrize("read", [("account", "card:1"), ("audit",)])
def test_a_read_is_told_without_more(nowhere: str, read: tuple[str, ...]) -> None:
    told = said(nowhere, *read)
    assert "the service cannot be reached" in told
    assert "repeat" not in told


def answers(*outcomes: Any) -> Callable[..., Iterator[str]]:
    """Return an rpc; what is an error is raised when its turn comes."""
    left = list(outcomes)

    def rpc(_request: object, metadata: object) -> Iterator[str]:
        assert metadata
        for answer in left.pop(0):
            if isinstance(answer, Exception):
                raise answer
            yield answer

    return rpc


def test_a_stream_is_begun_again_until_its_first_answer(nowhere: str) -> None:
    away = Refused(grpc.StatusCode.UNAVAILABLE)
    client = Client(nowhere, "key")
    assert list(client.stream(answers([away], [away], ["a", "b"]), None)) == ["a", "b"]
    assert list(client.stream(answers([]), None)) == []
    begun = client.stream(answers(["a", away]), None)
    assert next(begun) == "a"
    with pytest.raises(grpc.RpcError) as broken:
        next(begun)
    assert broken.value.__notes__ == ["it broke off in the middle: run it again"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            (
                "points",
                "transfer",
                "card:1",
                "card:2",
                "9" * 20,
                "--business",
                "b",
                "--store",
                "s",
                "--reason",
                "x",
            ),
            "is not 9223372036854775807 or less",
        ),
        (("program", "get", "0"), "is not 1 or more"),
        (("program", "get", "one"), "is no whole number"),
        (("statement", "card:1", "--as-of", "0001-01-01T00:00:00+0500"), "no instant"),
        (("program", "check", "x", "--effective-in", "999999999999999"), "less than or equal to"),
    ],
)
def test_numbers_and_times_beyond_what_can_be_sent_are_refused(
    command: Command, arguments: tuple[str, ...], problem: str
) -> None:
    answer = command(*arguments)
    assert answer.exit_code == 2, answer.output
    assert problem in " ".join(answer.output.replace("│", "").split())


def test_what_is_no_text_and_what_cannot_be_written_is_told(nowhere: str) -> None:
    assert "no UTF-8 text" in said(nowhere, "member", "find", "card", "J\udcfcrgen")


@pytest.mark.parametrize("content", ['{"time_zone": "\\ud800"}', '{"\\ud800": 1}', "[" * 100_000])
def test_a_program_file_that_is_no_text_is_refused(
    command: Command, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "program.json"
    file.write_text(content)
    answer = command("program", "check", str(file))
    assert (answer.exit_code, answer.output[:6]) == (1, "error:"), answer.output


def test_what_nobody_confirms_is_not_done_and_says_how(command: Command) -> None:
    answer = command("purchase", "withdraw", "7K3M9QXTB2")
    assert answer.exit_code == 1
    assert "--yes" in answer.output


def test_a_program_published_before_is_said_to_be_so(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "program.json"
    file.write_text("\ufeff" + json.dumps(document_of(sample_program(STORES))))
    again = command("program", "publish", str(file))
    assert again.exit_code == 0, again.output
    assert "Published before as version 1" in again.output
    assert "Nothing was published now" in again.output
