"""Why points were given, and what for they were spent, to messages."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1 import entry_pb2

from loyalty_points.domain.journal.entry_parts import Award, Burn
from loyalty_points.rpc.times import write_time


def write_award(award: Award, line_ids: Sequence[str]) -> entry_pb2.Award:
    """Return the message of an award; `line_ids` are the purchase's, in order."""
    return entry_pb2.Award(
        plugin=award.plugin,
        rule_id=award.rule_id,
        reason=award.reason,
        points=award.points,
        qualifying_points=award.qualifying_points,
        requested_points=award.requested_points,
        limited_by=award.limited_by,
        funder=award.funder,
        lot_id=award.lot_id,
        expire_time=write_time(award.expire_time) if award.expire_time else None,
        born_expired=award.born_expired,
        line_shares=[
            entry_pb2.LineShare(line_id=line_id, points=points, qualifying_points=qualifying)
            for line_id, points, qualifying in zip(
                line_ids, award.line_points, award.line_qualifying_points, strict=True
            )
            if points or qualifying
        ],
    )


def write_burn(burn: Burn, line_ids: Sequence[str]) -> entry_pb2.Burn:
    """Return the message of a burn; `line_ids` are the purchase's, in order."""
    return entry_pb2.Burn(
        points=burn.points,
        amount_minor=burn.amount_minor,
        plugin=burn.plugin,
        rule_id=burn.rule_id,
        reason=burn.reason,
        line_shares=[
            entry_pb2.LineShare(line_id=line_ids[part.line], points=part.points, lot_id=part.lot_id)
            for part in burn.lines_paid
        ],
    )
