"""The types of events that the service itself acts on, as the contract names them."""

from __future__ import annotations

from loyalty.points.v1 import member_events_pb2 as members
from loyalty.points.v1 import points_events_pb2 as points

PURCHASE_RECORDED = points.PurchaseRecorded.DESCRIPTOR.full_name
PURCHASE_REVERSED = points.PurchaseReversed.DESCRIPTOR.full_name
EXPIRING_SOON = points.PointsExpiringSoon.DESCRIPTOR.full_name
TIER_CHANGED = members.TierChanged.DESCRIPTOR.full_name
MEMBER_MERGED = members.MemberMerged.DESCRIPTOR.full_name
MEMBER_CLOSED = members.MemberClosed.DESCRIPTOR.full_name
