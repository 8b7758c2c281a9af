"""Frozen stores, to messages."""

from __future__ import annotations

from loyalty.points.v1 import store_service_pb2 as pb

from loyalty_points.domain.programs.frozen_store import FrozenStore
from loyalty_points.rpc.times import write_time


def write_store(frozen: FrozenStore) -> pb.FrozenStore:
    """Return the message of a frozen store."""
    return pb.FrozenStore(
        business_id=frozen.business_id,
        store_id=frozen.store_id,
        reason=frozen.reason,
        freeze_time=write_time(frozen.freeze_time),
        client_id=frozen.client_id,
    )
