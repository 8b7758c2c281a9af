"""Many callers at the same instant, and the audit that must be clean after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import grpc
from loyalty.points.v1 import audit_service_pb2

from support.harness import Client, Failure, parse_failure

OK = "OK"


def outcome_of(call: Callable[[], Any]) -> Any:
    """Return what `call` answers, or the Failure that it ends in."""
    try:
        return call()
    except grpc.RpcError as error:
        return parse_failure(error)


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every call on a thread of its own, all released together; return the outcomes."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return outcome_of(call)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def tally(outcomes: Iterable[Any]) -> dict[str, int]:
    """Count outcomes by the reason of the failure, or OK."""
    return dict(
        Counter(
            (outcome.reason or outcome.code) if isinstance(outcome, Failure) else OK
            for outcome in outcomes
        )
    )


def audit(client: Client, account_id: str = "") -> audit_service_pb2.AuditLedgerResponse:
    """Return the last answer of an audit of one account, or of all."""
    request = audit_service_pb2.AuditLedgerRequest(account_id=account_id)
    last: audit_service_pb2.AuditLedgerResponse = list(client.audits.AuditLedger(request))[-1]
    assert last.done
    return last


def require_clean_audit(client: Client, account_id: str = "") -> None:
    """Fail the test where what is stored is not what the journal says."""
    last = audit(client, account_id)
    assert last.checked_entry_count > 0
    assert not last.HasField("difference"), last.difference
