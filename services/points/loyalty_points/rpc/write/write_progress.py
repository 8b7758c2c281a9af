"""How far an audit is, to messages."""

from __future__ import annotations

from loyalty.points.v1 import audit_service_pb2 as pb

from loyalty_points.use_cases.auditing.audit_ledger import Progress


def write_progress(progress: Progress) -> pb.AuditLedgerResponse:
    """Return how far an audit is; at its end, what it found."""
    message = pb.AuditLedgerResponse(
        account_count=progress.account_count,
        checked_account_count=progress.checked_account_count,
        checked_entry_count=progress.checked_entry_count,
        done=progress.done,
        totals=dict(progress.totals) if progress.done else None,
    )
    if progress.done and (found := progress.difference):
        message.difference.CopyFrom(
            pb.AuditDifference(
                account_id=found.account_id,
                sequence=found.sequence,
                subject=found.subject,
                expected=found.expected,
                actual=found.actual,
            )
        )
    return message
