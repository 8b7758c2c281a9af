"""Purchases without a member, to messages."""

from __future__ import annotations

from loyalty.points.v1 import points_service_pb2 as pb

from loyalty_points.domain.purchases.claim_codes import shown
from loyalty_points.rpc.times import write_time
from loyalty_points.use_cases.purchases.record_anonymous_purchase import ToClaim


def write_to_claim(to_claim: ToClaim) -> pb.RecordAnonymousPurchaseResponse:
    """Return the answer with the code as it is printed."""
    return pb.RecordAnonymousPurchaseResponse(
        claim_code=shown(to_claim.claim_code), expire_time=write_time(to_claim.expire_time)
    )
