"""StatementService."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import grpc
from loyalty.points.v1 import statement_service_pb2 as pb
from loyalty.points.v1 import statement_service_pb2_grpc
from loyalty_chassis.callers import Caller
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.domain.journal.entry import Entry
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, read_page_size
from loyalty_points.rpc.pages import PAGE_BYTES_MAX, add_what_fits
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.times import read_time
from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.rpc.write.write_statement import write_line, write_past_account, write_total
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.statements.export_entries import export_entries
from loyalty_points.use_cases.statements.get_statement import get_statement
from loyalty_points.use_cases.statements.list_statement import (
    Span,
    Statement,
    lines_after,
    list_statement,
)

BATCH_MAX = 100


class StatementServicer(statement_service_pb2_grpc.StatementServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def GetStatement(  # noqa: N802
        self, request: pb.GetStatementRequest, _context: grpc.ServicerContext
    ) -> pb.GetStatementResponse:
        """Get an account as of a moment."""
        fields = Fields()
        member = read_member_key(fields, request.member)
        as_of = None
        if request.HasField("as_of_time"):
            as_of = read_time(fields, request.as_of_time, "as_of_time", is_set=True)
        fields.finish()
        call = current_call()
        account, moment = get_statement(self._parts, call, member, as_of)
        return write_past_account(account, moment, call.caller)

    def ListStatement(  # noqa: N802
        self, request: pb.ListStatementRequest, _context: grpc.ServicerContext
    ) -> pb.ListStatementResponse:
        """List what happened to an account in a period."""
        fields = Fields()
        member = read_member_key(fields, request.member)
        span = Span(*_read_span(fields, request))
        size = read_page_size(fields, request.page_size)
        fields.finish()
        call = current_call()
        statement = list_statement(self._parts, call, member, span, size, request.page_token)
        return self._write(statement, span, size, call.caller)

    def _write(
        self, statement: Statement, span: Span, size: int, caller: Caller
    ) -> pb.ListStatementResponse:
        page = pb.ListStatementResponse(
            account_id=statement.account_id,
            opening_points=statement.opening_points,
            closing_points=statement.closing_points,
            totals=[write_total(total) for total in statement.totals],
        )
        written = (write_line(entry, caller) for entry in statement.entries[:size])
        add_what_fits(page, page.lines, written)
        shown = len(page.lines)
        if shown < len(statement.entries):
            page.next_page_token = lines_after(self._parts, statement.entries[shown - 1], span)
        return page

    def ExportEntries(  # noqa: N802
        self, request: pb.ExportEntriesRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.ExportEntriesResponse]:
        """Stream the entries of a period; stop when the caller has gone."""
        fields = Fields()
        member = read_member_key(fields, request.member) if request.HasField("member") else None
        span = _read_span(fields, request)
        if request.business_id:
            fields.matches(request.business_id, "business_id", BUSINESS_ID, BUSINESS_ID_WORDS)
        fields.finish()
        call = current_call()
        count, entries = export_entries(self._parts, call, member, span, request.business_id)
        yield pb.ExportEntriesResponse(entry_count=count)
        for batch in _batches(entries, call.caller):
            if not context.is_active():
                return
            batch.entry_count = count
            yield batch


def _batches(entries: Iterable[Entry], caller: Caller) -> Iterator[pb.ExportEntriesResponse]:
    """Yield answers that hold up to 100 entries and about a megabyte."""
    batch, size = pb.ExportEntriesResponse(), 0
    for entry in entries:
        message = write_entry(entry, caller)
        if batch.entries and (
            len(batch.entries) >= BATCH_MAX or size + message.ByteSize() > PAGE_BYTES_MAX
        ):
            yield batch
            batch, size = pb.ExportEntriesResponse(), 0
        batch.entries.append(message)
        size += message.ByteSize()
    if batch.entries:
        yield batch


def _read_span(
    fields: Fields, request: pb.ListStatementRequest | pb.ExportEntriesRequest
) -> tuple[datetime, datetime]:
    start = read_time(
        fields, request.start_time, "start_time", is_set=request.HasField("start_time")
    )
    noted = fields.violation_count
    end = read_time(fields, request.end_time, "end_time", is_set=request.HasField("end_time"))
    if fields.violation_count == noted and end <= start:
        fields.wrong("end_time", "must be later than start_time")
    return start, end
