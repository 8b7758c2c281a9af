"""The page on webhooks: its receiver runs, and its numbers are those of the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import loyalty_points.domain.errors
import pytest
from loyalty_chassis.events.envelope import Event
from loyalty_chassis.webhooks import deliveries, schedule, sending
from loyalty_chassis.webhooks.delivering import BATCH
from loyalty_chassis.webhooks.signing import SecretBox, signed_headers
from loyalty_points.settings import PointsSettings

PAGE = Path(loyalty_points.domain.errors.__file__).parents[2] / "docs" / "webhooks.md"
TEXT = " ".join(PAGE.read_text().split())
EVENT = Event(
    "01J-7", "loyalty.points.v1.MemberEnrolled", "loyalty/points", "01J", datetime.now(UTC), {}, 7
)
Receive = Callable[[str, dict[str, str], bytes, set[str]], int]


@pytest.fixture
def receive() -> Receive:
    """The receiver that the page shows."""
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(snippet, str(PAGE), "exec"), names)  # noqa: S102, it is what the page shows
    return names["receive"]  # type: ignore[no-any-return]


def _headers(event: Event, *secrets: str, ago: timedelta = timedelta()) -> dict[str, str]:
    now = datetime.now(UTC) - ago
    return dict(signed_headers(event.event_id, now, event.to_json(), secrets))


def test_the_receiver_takes_an_event_once(
    receive: Receive, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, handled = SecretBox(b"k" * 32).new(), set[str]()
    for _ in range(2):
        assert receive(secret, _headers(EVENT, secret), EVENT.to_json(), handled) == 204
    assert capsys.readouterr().out == "loyalty.points.v1.MemberEnrolled 01J {}\n"
    other = replace(EVENT, event_id="01J-8")
    assert receive(secret, _headers(other, secret), other.to_json(), handled) == 204
    assert handled == {"01J-7", "01J-8"}


def test_the_receiver_takes_nothing_that_is_not_from_the_suite(receive: Receive) -> None:
    box, handled = SecretBox(b"k" * 32), set[str]()
    secret = box.new()
    for headers in (
        _headers(EVENT, box.new()),
        _headers(EVENT, secret, ago=timedelta(minutes=6)),
        {},
    ):
        assert receive(secret, headers, EVENT.to_json(), handled) == 401
    changed = EVENT.to_json().replace(b"01J", b"02J")
    assert receive(secret, _headers(EVENT, secret), changed, handled) == 401
    assert handled == set()


def test_while_two_secrets_hold_the_receiver_takes_either(receive: Receive) -> None:
    box = SecretBox(b"k" * 32)
    new, old = box.new(), box.new()
    for secret in (new, old):
        assert receive(secret, _headers(EVENT, new, old), EVENT.to_json(), set()) == 204


def test_the_pages_numbers_are_those_of_the_code() -> None:
    units = {"s": schedule.SECOND, "min": schedule.MINUTE, "h": schedule.HOUR}
    listed = re.search(r"after (5 s, .*?), then every (4 h)", TEXT)
    assert listed is not None
    delays = [
        int(number) * units[unit]
        for number, unit in re.findall(r"(\d+) (min|s|h)", f"{listed[1]}, {listed[2]}")
    ]
    assert tuple(delays) == schedule.DELAYS_MS[: len(delays)]
    assert set(schedule.DELAYS_MS[len(delays) :]) == {delays[-1]}
    assert schedule.WAIT_MS_MAX == 4 * schedule.HOUR
    seconds = PointsSettings.model_fields["webhook_timeout_seconds"].default
    assert f"none within {seconds} s" in TEXT
    assert f"its last {deliveries.ATTEMPTS_KEPT} tries" in TEXT
    assert f"{sending.BODY_BYTES_MAX // 1024} KiB are read" in TEXT
    assert f"{BATCH} are sent to a subscription at a time" in TEXT
