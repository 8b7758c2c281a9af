"""Setting points aside, and what comes of it."""

from __future__ import annotations

from loyalty_chassis.errors import LimitReached

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.holds import HOLDS_MAX, Hold
from loyalty_points.domain.accounts.lots import LotChange
from loyalty_points.domain.errors import CaptureTooLarge, HoldLapsed, HoldNotFound
from loyalty_points.domain.instants import from_ms


def place_hold(account: Account, hold: Hold, points: int, now_ms: int) -> Hold:
    """Set `points` aside and return the hold with the lots they are in.

    Raises InsufficientPoints, or LimitReached where there are 64 holds already.
    """
    account.require_available(points, now_ms)
    if len(account.holds) >= HOLDS_MAX:
        raise LimitReached(
            f"the account has {HOLDS_MAX} holds already",
            {
                "limit": "holds",
                "maximum": HOLDS_MAX,
                "free_time": _instant(min(hold.deadline_ms for hold in account.holds.values())),
            },
        )
    parts = account.choose(points, account.spendable(now_ms), now_ms)
    placed = Hold(
        hold.hold_id, hold.member_id, hold.business_id, hold.store_id, hold.deadline_ms, parts
    )
    account.holds = {**account.holds, hold.hold_id: placed}
    return placed


def find_hold(account: Account, hold_id: str) -> Hold:
    """Return a hold that was not resolved yet. Raises HoldNotFound."""
    try:
        return account.holds[hold_id]
    except KeyError:
        raise HoldNotFound(
            "the account has no such hold: it was never placed, or was captured, released or "
            "has lapsed",
            {"hold_id": hold_id},
        ) from None


def require_live(hold: Hold, now_ms: int) -> None:
    """Raise HoldLapsed if its deadline has come."""
    if not hold.is_live(now_ms):
        raise HoldLapsed("the hold has lapsed; its points are free", {"hold_id": hold.hold_id})


def capture(account: Account, hold: Hold, points: int, now_ms: int) -> tuple[LotChange, ...]:
    """Take the first `points` of a hold and set the rest free.

    They are taken even if their lot has expired meanwhile: held points do not expire.
    Raises HoldLapsed or CaptureTooLarge.
    """
    require_live(hold, now_ms)
    if points > hold.points:
        raise CaptureTooLarge(
            f"the hold is of {hold.points} points, and {points} are to be captured",
            {"held": hold.points, "requested": points},
        )
    set_free(account, hold)
    return account.take(hold.first(points))


def set_free(account: Account, hold: Hold) -> None:
    """End a hold; its points are in their lots, and expire at once where those have."""
    account.holds = {
        hold_id: other for hold_id, other in account.holds.items() if hold_id != hold.hold_id
    }


def _instant(instant_ms: int) -> str:
    """Return an instant in RFC 3339, as the metadata of an error tells it."""
    return from_ms(instant_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
