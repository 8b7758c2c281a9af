"""ClearingService."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
from loyalty.points.v1 import clearing_service_pb2 as pb
from loyalty.points.v1 import clearing_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import FEW, read_page_size
from loyalty_points.rpc.read.read_clearing import read_period
from loyalty_points.rpc.times import read_time
from loyalty_points.rpc.write.write_clearing import (
    write_clearing_statement,
    write_close,
    write_liability,
)
from loyalty_points.use_cases.clearing.close_clearing import close_clearing
from loyalty_points.use_cases.clearing.get_clearing import get_clearing
from loyalty_points.use_cases.clearing.get_liability import get_liability
from loyalty_points.use_cases.clearing.look_up_closes import get_close, list_closes
from loyalty_points.use_cases.parts import Parts


class ClearingServicer(clearing_service_pb2_grpc.ClearingServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def GetClearing(  # noqa: N802
        self, request: pb.GetClearingRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.GetClearingResponse]:
        """Add up a period; stop when the caller has gone."""
        fields = Fields()
        period = read_period(fields, request.period)
        fields.finish()
        for progress in get_clearing(self._parts, current_call(), period):
            if not context.is_active():
                return
            statement = progress.statement
            yield pb.GetClearingResponse(
                entry_count=progress.entry_count,
                read_entry_count=progress.read_entry_count,
                statement=write_clearing_statement(statement) if statement else None,
            )

    def CloseClearing(  # noqa: N802
        self, request: pb.CloseClearingRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.CloseClearingResponse]:
        """Close a period; stop when the caller has gone, if it is not closed yet."""
        fields = Fields()
        fields.request_id(request.request_id)
        period = read_period(fields, request.period)
        fields.finish()
        call = current_call()
        for progress in close_clearing(self._parts, call, request.request_id, period):
            if not context.is_active():
                return
            yield pb.CloseClearingResponse(
                entry_count=progress.entry_count,
                read_entry_count=progress.read_entry_count,
                close=write_close(progress.closed) if progress.closed else None,
            )

    def GetClose(  # noqa: N802
        self, request: pb.GetCloseRequest, _context: grpc.ServicerContext
    ) -> pb.GetCloseResponse:
        """Get a closed period."""
        fields = Fields()
        period = read_period(fields, request.period)
        fields.finish()
        return pb.GetCloseResponse(close=write_close(get_close(current_call(), period)))

    def ListCloses(  # noqa: N802
        self, request: pb.ListClosesRequest, _context: grpc.ServicerContext
    ) -> pb.ListClosesResponse:
        """List closed periods."""
        fields = Fields()
        size = read_page_size(fields, request.page_size, FEW)
        fields.finish()
        page, token = list_closes(self._parts, current_call(), size, request.page_token)
        return pb.ListClosesResponse(
            closes=[write_close(closed) for closed in page], next_page_token=token
        )

    def GetLiability(  # noqa: N802
        self, request: pb.GetLiabilityRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.GetLiabilityResponse]:
        """Add up what members hold; stop when the caller has gone."""
        fields = Fields()
        as_of = None
        if request.HasField("as_of_time"):
            as_of = read_time(fields, request.as_of_time, "as_of_time", is_set=True)
        fields.finish()
        for progress in get_liability(self._parts, current_call(), as_of):
            if not context.is_active():
                return
            found = progress.liability
            yield pb.GetLiabilityResponse(
                item_count=progress.item_count,
                read_item_count=progress.read_item_count,
                liability=write_liability(found) if found else None,
            )
