"""Journeys by the operator's command."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.points.v1.member_service_pb2 import EnrollMemberRequest
from loyalty_local.running.suite import Suite
from loyalty_local.sample_program import sample_program

from support import build
from support.killable import wait_until

Command = Callable[..., Any]

JOURNEY = "welcome-day-3"
"""Of the sample program: three days after joining."""


def _day(days: int) -> str:
    zone = ZoneInfo(sample_program({}).time_zone)
    return (datetime.now(UTC).astimezone(zone) + timedelta(days=days)).date().isoformat()


def _enroll(suite: Suite) -> str:
    request = EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CARD"))]
    )
    client = suite.operator
    return str(client.call(client.members.EnrollMember, request).member.member_id)


def test_a_preview_lists_whom_a_journey_would_reach(command: Command, suite: Suite) -> None:
    def reached(output: str) -> int:
        found = re.search(r"would reach\s+(\d+) member", output)
        return int(found[1]) if found else 0

    before = command("journey", "preview", JOURNEY, "--day", _day(3))
    _enroll(suite)
    shown = command("journey", "preview", JOURNEY, "--day", _day(3))
    assert shown.exit_code == 0, shown.output
    assert reached(shown.output) == reached(before.output) + 1
    assert "day-3" in shown.output
    assert _day(3) in shown.output
    empty = command("journey", "preview", JOURNEY, "--day", _day(300))
    assert empty.exit_code == 0
    assert "0 members" in empty.output


def test_what_cannot_be_previewed_is_told_plainly(command: Command) -> None:
    unknown = command("journey", "preview", "nothing")
    assert unknown.exit_code == 1
    assert "nothing" in unknown.output
    wrong = command("journey", "preview", JOURNEY, "--day", "tomorrow")
    assert wrong.exit_code == 1
    assert "day" in wrong.output


def test_what_journeys_did_for_a_member_is_listed(command: Command, suite: Suite) -> None:
    member_id = _enroll(suite)
    nothing = command("journey", "list", member_id)
    assert nothing.output == "No journey has come to this member.\n"
    bought = build.purchase(at=datetime.now(UTC), store_id="1")
    client = suite.operator
    client.call(client.points.RecordPurchase, build.record(member_id, bought))

    def listed() -> str:
        return str(command("journey", "list", member_id).output)

    wait_until(lambda: "another-business" in listed(), "the worker hears of the first visit")
    assert "retail" in listed()
    assert re.search("waiting|not meant", listed()), "it may have been decided on by now"
