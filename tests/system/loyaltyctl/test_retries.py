"""Trying again what is safe to try again."""

from __future__ import annotations

import grpc
import pytest
from loyaltyctl.retries import ATTEMPTS, LONGEST_PAUSE_SECONDS, with_retries

from support.refused_calls import Refused


class Failing:
    """A call that fails so many times, then answers."""

    def __init__(self, times: int, code: grpc.StatusCode) -> None:
        self.times, self.code, self.calls = times, code, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.times:
            raise Refused(self.code)
        return "answer"


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED])
def test_a_call_is_repeated_while_the_service_is_away_or_busy(code: grpc.StatusCode) -> None:
    call = Failing(3, code)
    pauses: list[float] = []
    assert with_retries(call, pauses.append) == "answer"
    assert call.calls == 4
    assert len(pauses) == 3


def test_a_call_is_made_ten_times_at_most_with_bounded_pauses() -> None:
    call = Failing(99, grpc.StatusCode.UNAVAILABLE)
    pauses: list[float] = []
    with pytest.raises(grpc.RpcError):
        with_retries(call, pauses.append)
    assert call.calls == ATTEMPTS
    assert all(0 <= pause <= LONGEST_PAUSE_SECONDS for pause in pauses)


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    ],
)
def test_other_failures_are_not_repeated(code: grpc.StatusCode) -> None:
    call = Failing(1, code)
    with pytest.raises(grpc.RpcError):
        with_retries(call, lambda _: None)
    assert call.calls == 1
