"""What the events say that entries of each kind make, beside what all of them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from loyalty.points.v1 import member_events_pb2 as members
from loyalty.points.v1 import points_events_pb2 as points

from loyalty_points.domain.accounts.lots import LotKey
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import HoldRecord, Reversal
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.events.envelopes import timestamp

Fields = dict[str, Any]


def _nothing(_entry: Entry) -> Fields:
    return {}


def _reason(entry: Entry) -> Fields:
    return {"reason": entry.reason}


def _merged(entry: Entry) -> Fields:
    if entry.merged is None:
        raise LookupError(f"entry {entry.entry_id} lacks the other member")
    return {"merged_member_id": entry.merged.member_id, "moved_points": entry.moved_points}


def _closed(entry: Entry) -> Fields:
    return {"reason": entry.reason, "forfeited_points": -entry.moved_points}


def _moved(entry: Entry) -> Fields:
    return {"moved_points": entry.moved_points}


def _purchase(entry: Entry) -> Fields:
    purchase = _purchase_of(entry)
    known = [visits.business_id for visits in entry.seen.visits] if entry.seen else None
    return {
        "total_amount_minor": purchase.total_amount_minor,
        "currency_code": purchase.currency_code,
        "earned_points": entry.earned_points,
        "burned_points": entry.burned_points,
        "qualifying_points": entry.qualifying_points,
        "first_visit": known is not None and purchase.business_id not in known,
    }


def _purchase_reversed(entry: Entry) -> Fields:
    reversal = _reversal_of(entry)
    return {
        "original_entry_id": reversal.entry_id,
        "voided": reversal.is_void,
        "complete": reversal.is_complete,
        "returned_amount_minor": sum(line.amount_minor for line in reversal.lines),
        "currency_code": reversal.currency_code,
        "restored_points": reversal.restored_points,
        "clawed_back_points": reversal.clawed_back_points,
    }


def _confirmed(entry: Entry) -> Fields:
    return {"original_entry_id": entry.reference, "points": _no_longer_pending(entry)}


def _cancelled(entry: Entry) -> Fields:
    reversal = _reversal_of(entry)
    return {
        "original_entry_id": reversal.entry_id,
        "points": reversal.clawed_back_points,
        "reason": entry.reason,
    }


def _redemption(entry: Entry) -> Fields:
    return {"points": entry.burned_points, "reason": entry.reason}


def _redemption_reversed(entry: Entry) -> Fields:
    reversal = _reversal_of(entry)
    return {
        "original_entry_id": reversal.entry_id,
        "restored_points": reversal.restored_points,
        "complete": reversal.is_complete,
    }


def _activated(entry: Entry) -> Fields:
    return {"points": _no_longer_pending(entry)}


def _expired(entry: Entry) -> Fields:
    return {"points": -sum(change.points for change in entry.lot_changes)}


def _sent(entry: Entry) -> Fields:
    return {
        "points": -entry.moved_points,
        "recipient_account_id": entry.counterpart,
        "reason": entry.reason,
    }


def _received(entry: Entry) -> Fields:
    return {
        "points": entry.moved_points,
        "sender_account_id": entry.counterpart,
        "reason": entry.reason,
    }


def _adjusted(entry: Entry) -> Fields:
    return {"points": entry.moved_points, "funder": entry.business_id, "reason": entry.reason}


def _imported(entry: Entry) -> Fields:
    return {"points": entry.moved_points}


def _hold(entry: Entry) -> Fields:
    hold = _hold_of(entry)
    return {
        "hold_id": hold.hold_id,
        "points": sum(part.points for part in hold.parts),
        "deadline_time": timestamp(hold.deadline_time),
    }


def _captured(entry: Entry) -> Fields:
    return {**_hold(entry), "captured_points": entry.burned_points, "reason": entry.reason}


def _no_longer_pending(entry: Entry) -> int:
    """Return the points that left lots which are not active yet."""
    return -sum(
        change.points
        for change in entry.lot_changes
        if change.points < 0 and LotKey.parse(change.lot_id).activate_ms
    )


def _purchase_of(entry: Entry) -> Purchase:
    if entry.purchase is None:
        raise LookupError(f"entry {entry.entry_id} lacks its purchase")
    return entry.purchase


def _reversal_of(entry: Entry) -> Reversal:
    if entry.reversal is None:
        raise LookupError(f"entry {entry.entry_id} lacks what it undid")
    return entry.reversal


def _hold_of(entry: Entry) -> HoldRecord:
    if entry.hold is None:
        raise LookupError(f"entry {entry.entry_id} lacks its hold")
    return entry.hold


def _awarded(entry: Entry) -> Fields:
    (award,) = entry.awards
    return {
        "points": award.points,
        "funder": award.funder,
        "reason": award.reason,
        "journey_id": award.rule_id,
    }


PAYLOADS: Mapping[EntryKind, tuple[type[Message], Callable[[Entry], Fields]]] = {
    EntryKind.MEMBER_ENROLLED: (members.MemberEnrolled, _nothing),
    EntryKind.MEMBER_UPDATED: (members.MemberUpdated, _nothing),
    EntryKind.IDENTITY_LINKED: (members.IdentityLinked, _nothing),
    EntryKind.IDENTITY_UNLINKED: (members.IdentityUnlinked, _nothing),
    EntryKind.MEMBER_MERGED_IN: (members.MemberMerged, _merged),
    EntryKind.MEMBER_CLOSED: (members.MemberClosed, _closed),
    EntryKind.MEMBER_FROZEN: (members.AccountFrozen, _reason),
    EntryKind.MEMBER_UNFROZEN: (members.AccountUnfrozen, _reason),
    EntryKind.HOUSEHOLD_JOINED: (members.HouseholdJoined, _moved),
    EntryKind.HOUSEHOLD_LEFT: (members.HouseholdLeft, _moved),
    EntryKind.PURCHASE: (points.PurchaseRecorded, _purchase),
    EntryKind.PURCHASE_REVERSED: (points.PurchaseReversed, _purchase_reversed),
    EntryKind.PURCHASE_CONFIRMED: (points.PurchaseConfirmed, _confirmed),
    EntryKind.PENDING_CANCELLED: (points.PointsCancelled, _cancelled),
    EntryKind.REDEMPTION: (points.RedemptionRecorded, _redemption),
    EntryKind.REDEMPTION_REVERSED: (points.RedemptionReversed, _redemption_reversed),
    EntryKind.POINTS_ACTIVATED: (points.PointsActivated, _activated),
    EntryKind.POINTS_EXPIRED: (points.PointsExpired, _expired),
    EntryKind.TRANSFER_SENT: (points.PointsSent, _sent),
    EntryKind.TRANSFER_RECEIVED: (points.PointsReceived, _received),
    EntryKind.ADJUSTMENT: (points.PointsAdjusted, _adjusted),
    EntryKind.OPENING_BALANCE: (points.OpeningBalanceImported, _imported),
    EntryKind.JOURNEY_AWARDED: (points.PointsAwarded, _awarded),
    EntryKind.HOLD_PLACED: (points.HoldPlaced, _hold),
    EntryKind.HOLD_CAPTURED: (points.HoldCaptured, _captured),
    EntryKind.HOLD_RELEASED: (points.HoldReleased, _hold),
    EntryKind.HOLD_LAPSED: (points.HoldLapsed, _hold),
}
"""Of each kind that is told of, the event and what it says beside what all of them say."""
