"""Holds and reversals, as entries are about them, to messages."""

from __future__ import annotations

from loyalty.points.v1 import entry_pb2

from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry_parts import HoldRecord, Reversal
from loyalty_points.rpc.times import write_time


def write_hold_record(hold: HoldRecord) -> entry_pb2.HoldRecord:
    """Return the message of the hold that an entry is about."""
    return entry_pb2.HoldRecord(
        hold_id=hold.hold_id,
        deadline_time=write_time(hold.deadline_time),
        points=sum(part.points for part in hold.parts),
        parts=[entry_pb2.LotPart(lot_id=part.lot_id, points=part.points) for part in hold.parts],
    )


def write_moved_hold(hold: Hold) -> entry_pb2.HoldRecord:
    """Return the message of a hold that moved with a merge, or ended with a close."""
    record = HoldRecord(hold.hold_id, from_ms(hold.deadline_ms), hold.parts)
    return write_hold_record(record)


def write_reversal(reversal: Reversal) -> entry_pb2.Reversal:
    """Return the message of what an entry undid."""
    return entry_pb2.Reversal(
        original_entry_id=reversal.entry_id,
        complete=reversal.is_complete,
        lines=[
            entry_pb2.ReturnedLine(
                line_id=line.line_id,
                amount_minor=line.amount_minor,
                quantity_milli=line.quantity_milli,
                paid_amount_minor=line.paid_amount_minor,
            )
            for line in reversal.lines
        ],
        awards=[
            entry_pb2.ReturnedAward(
                award_index=award.award,
                funder=award.funder,
                points=award.points,
                qualifying_points=award.qualifying_points,
            )
            for award in reversal.awards
        ],
        restored_points=reversal.restored_points,
        restored_available_points=reversal.restored_available_points,
        restored_expired_points=reversal.restored_expired_points,
        clawed_back_points=reversal.clawed_back_points,
        clawed_back_pending_points=reversal.clawed_back_pending_points,
        clawed_back_available_points=reversal.clawed_back_available_points,
        clawed_back_debt_points=reversal.clawed_back_debt_points,
        refund_amount_minor=reversal.refund_amount_minor,
        currency_code=reversal.currency_code,
        voided=reversal.is_void,
    )
