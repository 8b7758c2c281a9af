"""`loyaltyctl audit`: proving that the accounts are what the journal adds up to."""

from __future__ import annotations

from typing import Annotated

import typer
from loyalty.points.v1.audit_service_pb2 import AuditLedgerRequest

from loyaltyctl.session import session_of
from loyaltyctl.views.audit import follow_audit, print_audit

AccountId = Annotated[str, typer.Option("--account", help="Only this account.")]


def run(context: typer.Context, account_id: AccountId = "") -> None:
    """Audit every account, or one; end with code 1 where there is a difference."""
    session = session_of(context)
    request = AuditLedgerRequest(account_id=account_id)
    answers = session.client.stream(session.client.audits.AuditLedger, request)
    if not print_audit(session.console, follow_audit(session.console, answers)):
        raise typer.Exit(1)
