"""StoreService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import store_service_pb2 as pb
from loyalty.points.v1 import store_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import read_page_size, read_place, read_reason
from loyalty_points.rpc.write.write_store import write_store
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.freeze_store import freeze_store, unfreeze_store
from loyalty_points.use_cases.programs.list_frozen_stores import list_frozen_stores
from loyalty_points.use_cases.programs.program_commands import FreezeStore


class StoreServicer(store_service_pb2_grpc.StoreServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def FreezeStore(  # noqa: N802
        self, request: pb.FreezeStoreRequest, _context: grpc.ServicerContext
    ) -> pb.FreezeStoreResponse:
        """Freeze a store."""
        fields = Fields()
        fields.request_id(request.request_id)
        read_place(fields, request.business_id, request.store_id)
        reason = read_reason(fields, request.reason)
        fields.finish()
        command = FreezeStore(request.business_id, request.store_id, reason)
        frozen = freeze_store(self._parts, current_call(), request.request_id, command)
        return pb.FreezeStoreResponse(store=write_store(frozen))

    def UnfreezeStore(  # noqa: N802
        self, request: pb.UnfreezeStoreRequest, _context: grpc.ServicerContext
    ) -> pb.UnfreezeStoreResponse:
        """Lift a freeze."""
        fields = Fields()
        fields.request_id(request.request_id)
        read_place(fields, request.business_id, request.store_id)
        fields.finish()
        command = FreezeStore(request.business_id, request.store_id)
        unfreeze_store(self._parts, current_call(), request.request_id, command)
        return pb.UnfreezeStoreResponse()

    def ListFrozenStores(  # noqa: N802
        self, request: pb.ListFrozenStoresRequest, _context: grpc.ServicerContext
    ) -> pb.ListFrozenStoresResponse:
        """List the frozen stores."""
        fields = Fields()
        size = read_page_size(fields, request.page_size)
        fields.finish()
        stores, token = list_frozen_stores(self._parts, current_call(), size, request.page_token)
        return pb.ListFrozenStoresResponse(
            stores=[write_store(store) for store in stores], next_page_token=token
        )
