"""Sending opening balances, batch after batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loyalty.points.v1.adjustment_service_pb2 import (
    ImportOpeningBalancesRequest,
    OpeningBalance,
)

from .client import Client
from .failures import Failure, failure_of_status
from .opening_balances import batches


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one opening balance."""

    balance: OpeningBalance
    points: int = 0
    """Points it brought along, as lots or to repay debt."""
    had_been_before: bool = False
    failure: Failure | None = None


def import_balances(client: Client, balances: Sequence[OpeningBalance]) -> Iterator[Imported]:
    """Send balances and yield what became of each.

    Raises grpc.RpcError where a whole call failed; what was sent before stays imported.
    """
    for batch in batches(balances):
        request = ImportOpeningBalancesRequest(balances=batch)
        answer = client.call(client.adjustments.ImportOpeningBalances, request)
        for balance, result in zip(batch, answer.results, strict=True):
            if result.status.code:
                yield Imported(balance, failure=failure_of_status(result.status))
            else:
                points = sum(lot.points for lot in balance.lots)
                yield Imported(balance, points, result.replayed)
