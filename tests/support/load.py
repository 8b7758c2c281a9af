"""Tills that go on sending, and remember every answer they got."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import grpc

from support import build
from support.harness import Client, Failure, parse_failure

RETRIED = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED", "RESOURCE_EXHAUSTED"}
CALL_SECONDS = 3.0
PAUSE_SECONDS = 0.05
RETRY_SHARE = 0.3
ASIDE_MAX = 8
PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Done:
    """A request and its definite answer."""

    request: Any
    answer: Any
    """The entry, or the Failure for business reasons."""

    @property
    def points(self) -> int:
        """What it did to what is available."""
        if isinstance(self.answer, Failure):
            return 0
        return int(self.answer.earned_points - self.answer.burned_points)


@dataclass
class Load:
    """Callers on threads of their own, until they are told to stop.

    What has no definite answer yet is put aside and sent again later, under the same id.
    """

    client: Client
    members: Sequence[str]
    callers: int = 4
    done: list[Done] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)
    """The code of every answer that was not definite."""
    unanswered: list[Any] = field(default_factory=list)
    """Requests given up in the end."""

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._give_up_at = float("inf")
        self._threads = [
            threading.Thread(target=self._run, args=(random.Random(number),))
            for number in range(self.callers)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let every caller get the answers it waits for, and stop."""
        self._give_up_at = time.monotonic() + PATIENCE_SECONDS
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, choice: random.Random) -> None:
        aside: deque[Any] = deque()
        while not self._stop.is_set() or (aside and time.monotonic() < self._give_up_at):
            is_full = self._stop.is_set() or len(aside) >= ASIDE_MAX
            if aside and (is_full or choice.random() < RETRY_SHARE):
                request = aside.popleft()
            else:
                request = self._request(choice)
            answer = self._ask(request)
            if answer is None:
                aside.append(request)
                time.sleep(PAUSE_SECONDS)
            else:
                self.done.append(Done(request, answer))
        self.unanswered += aside

    def _request(self, choice: random.Random) -> Any:
        member_id = choice.choice(self.members)
        if choice.random() < 0.3:
            return build.redeem(member_id, choice.randint(1, 400))
        bought = build.purchase(build.line(choice.randint(1, 900)), at=datetime.now(UTC))
        return build.record(member_id, bought, burn=choice.choice([0, 0, 50]))

    def _ask(self, request: Any) -> Any:
        """Return the entry, or the Failure for business reasons, or None for neither."""
        try:
            return send(self.client, request).entry
        except grpc.RpcError as error:
            failure = parse_failure(error)
        if failure.code not in RETRIED:
            return failure
        self.retries.append(failure.code)
        return None


def send(client: Client, request: Any, seconds: float = CALL_SECONDS) -> Any:
    """Send a request to record a purchase or to redeem points."""
    redeems = request.DESCRIPTOR.name == "RedeemPointsRequest"
    method = client.points.RedeemPoints if redeems else client.points.RecordPurchase
    return method(request, timeout=seconds)
