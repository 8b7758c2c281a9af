"""AuditService."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
from loyalty.points.v1 import audit_service_pb2 as pb
from loyalty.points.v1 import audit_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import read_member_id
from loyalty_points.rpc.write.write_progress import write_progress
from loyalty_points.use_cases.auditing.audit_ledger import audit_ledger
from loyalty_points.use_cases.parts import Parts


class AuditServicer(audit_service_pb2_grpc.AuditServiceServicer):
    """Runs audits and tells how far they are."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def AuditLedger(  # noqa: N802
        self, request: pb.AuditLedgerRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.AuditLedgerResponse]:
        """Audit one account, or all; stop when the caller has gone."""
        fields = Fields()
        if request.account_id:
            read_member_id(fields, request.account_id, "account_id")
        fields.finish()
        for progress in audit_ledger(self._parts, current_call(), request.account_id):
            if not context.is_active():
                return
            yield write_progress(progress)
