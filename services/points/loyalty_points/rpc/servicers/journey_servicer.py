"""JourneyService."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import grpc
from loyalty.points.v1 import journey_service_pb2 as pb
from loyalty.points.v1 import journey_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, read_member_id, read_page_size
from loyalty_points.rpc.write.write_reach import write_preview, write_reach
from loyalty_points.use_cases.journeys.list_reaches import list_reaches
from loyalty_points.use_cases.journeys.preview_journey import preview_journey
from loyalty_points.use_cases.parts import Parts

BATCH_MAX = 200


class JourneyServicer(journey_service_pb2_grpc.JourneyServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def PreviewJourney(  # noqa: N802
        self, request: pb.PreviewJourneyRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.PreviewJourneyResponse]:
        """Try out a journey; stop when the caller has gone."""
        fields = Fields()
        fields.matches(request.journey_id, "journey_id", BUSINESS_ID, BUSINESS_ID_WORDS)
        fields.whole(request.program_version, "program_version")
        day = _read_day(fields, request.day)
        fields.finish()
        batch: list[pb.Reach] = []
        for found in preview_journey(
            self._parts, current_call(), request.journey_id, request.program_version, day
        ):
            if not context.is_active():
                return
            if not isinstance(found, Reach):
                yield pb.PreviewJourneyResponse(reaches=batch, preview=write_preview(found))
                return
            batch.append(write_reach(found))
            if len(batch) == BATCH_MAX:
                yield pb.PreviewJourneyResponse(reaches=batch)
                batch = []

    def ListReaches(  # noqa: N802
        self, request: pb.ListReachesRequest, _context: grpc.ServicerContext
    ) -> pb.ListReachesResponse:
        """List what journeys did for a member."""
        fields = Fields()
        member_id = read_member_id(fields, request.member_id)
        size = read_page_size(fields, request.page_size)
        fields.finish()
        page, token = list_reaches(self._parts, current_call(), member_id, size, request.page_token)
        return pb.ListReachesResponse(
            reaches=[write_reach(reach) for reach in page], next_page_token=token
        )


def _read_day(fields: Fields, text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or day.year in (1, 9999):
        fields.wrong("day", 'must be a day as "2026-11-25"')
    return day
