"""EventService."""

from __future__ import annotations

import re
from collections.abc import Iterator

import grpc
from loyalty.points.v1 import event_service_pb2 as pb
from loyalty.points.v1 import event_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.domain.instants import EPOCH
from loyalty_points.rpc.ids import read_page_size
from loyalty_points.rpc.times import read_time
from loyalty_points.rpc.write.write_parked_event import write_event_status, write_parked_event
from loyalty_points.rpc.write.write_segments import write_rebuild_progress
from loyalty_points.use_cases.events.drop_parked_event import drop_parked_event
from loyalty_points.use_cases.events.event_commands import ParkedEventCommand
from loyalty_points.use_cases.events.get_event_status import get_event_status
from loyalty_points.use_cases.events.look_up_parked import get_parked, list_parked
from loyalty_points.use_cases.events.retry_parked_event import retry_parked_event
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.segments.rebuild_segments import rebuild_segments

PARKED_EVENT_ID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
CONSUMER = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class EventServicer(event_service_pb2_grpc.EventServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def GetEventStatus(  # noqa: N802
        self, _request: pb.GetEventStatusRequest, _context: grpc.ServicerContext
    ) -> pb.GetEventStatusResponse:
        """Tell how far events are."""
        return write_event_status(get_event_status(self._parts, current_call()))

    def ListParkedEvents(  # noqa: N802
        self, request: pb.ListParkedEventsRequest, _context: grpc.ServicerContext
    ) -> pb.ListParkedEventsResponse:
        """List parked events."""
        fields = Fields()
        if request.consumer:
            fields.matches(request.consumer, "consumer", CONSUMER, "a consumer's name")
        size = read_page_size(fields, request.page_size)
        fields.finish()
        events, token = list_parked(
            self._parts, current_call(), request.consumer, size, request.page_token
        )
        return pb.ListParkedEventsResponse(
            events=[write_parked_event(event, is_whole=False) for event in events],
            next_page_token=token,
        )

    def GetParkedEvent(  # noqa: N802
        self, request: pb.GetParkedEventRequest, _context: grpc.ServicerContext
    ) -> pb.GetParkedEventResponse:
        """Show a parked event."""
        fields = Fields()
        parked_event_id = _read_id(fields, request.parked_event_id)
        fields.finish()
        event = get_parked(current_call(), parked_event_id)
        return pb.GetParkedEventResponse(event=write_parked_event(event, is_whole=True))

    def RetryParkedEvent(  # noqa: N802
        self, request: pb.RetryParkedEventRequest, _context: grpc.ServicerContext
    ) -> pb.RetryParkedEventResponse:
        """Let a parked event be handled again."""
        retry_parked_event(self._parts, current_call(), request.request_id, _read(request))
        return pb.RetryParkedEventResponse()

    def DropParkedEvent(  # noqa: N802
        self, request: pb.DropParkedEventRequest, _context: grpc.ServicerContext
    ) -> pb.DropParkedEventResponse:
        """Drop a parked event."""
        drop_parked_event(self._parts, current_call(), request.request_id, _read(request))
        return pb.DropParkedEventResponse()

    def RebuildSegments(  # noqa: N802
        self, request: pb.RebuildSegmentsRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.RebuildSegmentsResponse]:
        """Derive segments again; stop when the caller has gone."""
        fields, start = Fields(), EPOCH
        if request.HasField("from_time"):
            start = read_time(fields, request.from_time, "from_time", is_set=True)
        fields.finish()
        for progress in rebuild_segments(self._parts, current_call(), start):
            if not context.is_active():
                return
            yield write_rebuild_progress(progress)


def _read(request: pb.RetryParkedEventRequest | pb.DropParkedEventRequest) -> ParkedEventCommand:
    fields = Fields()
    fields.request_id(request.request_id)
    command = ParkedEventCommand(_read_id(fields, request.parked_event_id))
    fields.finish()
    return command


def _read_id(fields: Fields, value: str) -> str:
    return fields.matches(value, "parked_event_id", PARKED_EVENT_ID, "a parked event's id")
