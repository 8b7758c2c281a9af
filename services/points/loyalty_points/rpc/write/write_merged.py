"""Merges, to messages."""

from __future__ import annotations

from loyalty.points.v1 import member_service_pb2 as pb
from loyalty_chassis.callers import Caller

from loyalty_points.rpc.write.write_entry import write_entry
from loyalty_points.rpc.write.write_member import write_member
from loyalty_points.use_cases.members.two_entries import TwoEntries


def write_merged(merged: TwoEntries, caller: Caller) -> pb.MergeMembersResponse:
    """Return the message of what a merge did, or would do."""
    source = merged.first
    return pb.MergeMembersResponse(
        source_entry=write_entry(source, caller),
        target_entry=write_entry(merged.second, caller),
        member=write_member(merged.member),
        moved_lot_count=len(source.lot_changes),
        moved_points=-sum(change.points for change in source.lot_changes),
        moved_debt_points=-sum(change.points for change in source.debt_changes),
        moved_hold_count=len(source.holds),
        moved_identity_count=source.merged.identity_count if source.merged else 0,
    )
