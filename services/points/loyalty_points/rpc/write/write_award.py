"""Why points were given, and what for they were spent, to messages."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.points.v1 import entry_pb2

from loyalty_points.domain.journal.entry_parts import Award, Burn
from loyalty_points.rpc.times import fill_time


def fill_award(message: entry_pb2.Award, award: Award, line_ids: Sequence[str]) -> None:
    """Fill the empty message of an award; `line_ids` are the purchase's, in order."""
    message.plugin = award.plugin
    message.rule_id = award.rule_id
    message.reason = award.reason
    message.points = award.points
    message.qualifying_points = award.qualifying_points
    message.requested_points = award.requested_points
    message.limited_by = award.limited_by
    message.funder = award.funder
    message.lot_id = award.lot_id
    if award.expire_time:
        fill_time(message.expire_time, award.expire_time)
    message.born_expired = award.born_expired
    for line_id, points, qualifying in zip(
        line_ids, award.line_points, award.line_qualifying_points, strict=True
    ):
        if points or qualifying:
            message.line_shares.add(line_id=line_id, points=points, qualifying_points=qualifying)


def fill_burn(message: entry_pb2.Burn, burn: Burn, line_ids: Sequence[str]) -> None:
    """Fill the empty message of a burn; `line_ids` are the purchase's, in order."""
    message.points = burn.points
    message.amount_minor = burn.amount_minor
    message.plugin = burn.plugin
    message.rule_id = burn.rule_id
    message.reason = burn.reason
    for part in burn.lines_paid:
        message.line_shares.add(line_id=line_ids[part.line], points=part.points, lot_id=part.lot_id)
