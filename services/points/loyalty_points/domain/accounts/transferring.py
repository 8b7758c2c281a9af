"""Points from one account to another, and how many a member may send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.errors import LimitReached

from loyalty_points.domain.accounts.account import Account, Moved
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.errors import TransfersNotAllowed
from loyalty_points.domain.instants import add_days, local_date, rfc3339, start_of_day
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.program import TransferLimits

TRANSFER = "transfer"
TRANSFER_DAY = "transfer-day"


@dataclass(frozen=True, slots=True)
class Transferred:
    """What a transfer did to the two accounts."""

    sent: Moved
    received: Moved


def transfer(sender: Account, recipient: Account, points: int, now_ms: int) -> Transferred:
    """Move points between accounts, soonest expiry first, then repay the recipient's debt.

    They keep funder, expiry, earner and age; points that have become active are in active
    lots from now on. Raises InsufficientPoints, taking none, or LimitReached.
    """
    taken = sender.spend(points, now_ms)
    arrived = []
    for change in taken:
        key = LotKey.parse(change.lot_id).activated
        arrived.append(recipient.put(LotChange(key.lot_id, -change.points, change.since_ms)))
    repaid = recipient.repay_from_lots(now_ms)
    recipient.require_room()
    received = Moved((*arrived, *repaid.lot_changes), repaid.debt_changes)
    return Transferred(Moved(taken), received)


def count_transfer(
    limits: TransferLimits | None, sender: Member, points: int, now: datetime, zone_name: str
) -> None:
    """Count points that a member sends against the limits of the program, whose zone that is.

    Raises TransfersNotAllowed or LimitReached.
    """
    if limits is None:
        raise TransfersNotAllowed("the program in force does not let members transfer points")
    if points > limits.max_points_per_transfer:
        raise LimitReached(
            f"a transfer is of {limits.max_points_per_transfer} points at most",
            {
                "limit": TRANSFER,
                "window": TRANSFER,
                "maximum": limits.max_points_per_transfer,
                "requested": points,
            },
        )
    today = local_date(now, zone_name)
    used, maximum = sender.counted(TRANSFER_DAY, today.isoformat()), limits.max_points_per_day
    if used + points > maximum:
        raise LimitReached(
            f"a member may send {maximum} points a day; {used} were sent on {today}",
            {
                "limit": TRANSFER_DAY,
                "window": today.isoformat(),
                "maximum": maximum,
                "used": used,
                "requested": points,
                "free_time": rfc3339(start_of_day(add_days(today, 1), zone_name)),
            },
        )
    sender.count(TRANSFER_DAY, today.isoformat(), points, today.isoformat())
