"""Adjustments and opening balances, from messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp
from loyalty.points.v1 import adjustment_pb2, adjustment_service_pb2
from loyalty_chassis.validation import Fields
from loyalty_sdk import POINTS_MAX

from loyalty_points.domain.accounts.adjusting import Adjustment, ProposalState
from loyalty_points.rpc.enums import members_of
from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, read_operator, read_reason
from loyalty_points.rpc.read.read_member import read_member_key
from loyalty_points.rpc.times import read_time
from loyalty_points.use_cases.adjustments.adjustment_commands import (
    AdjustPoints,
    BroughtLot,
    ImportOpeningBalance,
)

LOTS_MAX = 200
_PROPOSAL_STATES = members_of(adjustment_pb2.ProposalState, ProposalState)


def read_adjustment(
    fields: Fields, message: adjustment_pb2.Adjustment, *, is_set: bool
) -> AdjustPoints:
    """Return an adjustment of the right shape, or note what is wrong."""
    path = "adjustment"
    if not is_set:
        fields.wrong(path, "must be set")
    fields.whole(message.points, f"{path}.points", -POINTS_MAX, POINTS_MAX)
    if not message.points:
        fields.wrong(f"{path}.points", "must not be 0")
    expire_time = _read_optional(
        fields, message.expire_time, f"{path}.expire_time", is_set=message.HasField("expire_time")
    )
    if expire_time and message.points < 0:
        fields.wrong(f"{path}.expire_time", "must not be set where points are taken")
    fields.matches(message.funder, f"{path}.funder", BUSINESS_ID, BUSINESS_ID_WORDS)
    read_reason(fields, message.reason, f"{path}.reason")
    read_operator(fields, message.operator_id, f"{path}.operator_id")
    return AdjustPoints(
        read_member_key(fields, message.member, f"{path}.member"),
        Adjustment(
            message.points, message.funder, message.reason, message.operator_id, expire_time
        ),
    )


def read_opening_balance(
    fields: Fields, message: adjustment_service_pb2.OpeningBalance
) -> ImportOpeningBalance:
    """Return an opening balance of the right shape, or note what is wrong."""
    fields.request_id(message.request_id)
    return ImportOpeningBalance(
        read_member_key(fields, message.member), _read_lots(fields, message.lots)
    )


def _read_lots(
    fields: Fields, messages: Sequence[adjustment_service_pb2.OpeningLot]
) -> tuple[BroughtLot, ...]:
    if not fields.count(messages, "lots", 1, LOTS_MAX):
        return ()
    return tuple(
        _read_lot(fields, message, f"lots[{index}]") for index, message in enumerate(messages)
    )


def _read_lot(fields: Fields, message: adjustment_service_pb2.OpeningLot, path: str) -> BroughtLot:
    fields.matches(message.funder, f"{path}.funder", BUSINESS_ID, BUSINESS_ID_WORDS)
    fields.whole(message.points, f"{path}.points", 1, POINTS_MAX)
    return BroughtLot(
        message.funder,
        message.points,
        _read_optional(
            fields,
            message.expire_time,
            f"{path}.expire_time",
            is_set=message.HasField("expire_time"),
        ),
        _read_optional(
            fields, message.earn_time, f"{path}.earn_time", is_set=message.HasField("earn_time")
        ),
    )


def _read_optional(
    fields: Fields, message: Timestamp, path: str, *, is_set: bool
) -> datetime | None:
    return read_time(fields, message, path, is_set=True) if is_set else None


def read_proposal_state(
    fields: Fields, value: adjustment_pb2.ProposalState
) -> ProposalState | None:
    """Return the state of the proposals wanted, None for all, or note what is wrong."""
    if value and value not in _PROPOSAL_STATES:
        fields.wrong("state", "must be a known state")
    return _PROPOSAL_STATES.get(value)
