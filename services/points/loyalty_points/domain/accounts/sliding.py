"""Points that expire after inactivity: each activity of the member moves their expiry on.

How far is part of the lot's id, so that the journal alone says it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from loyalty_sdk import ExpiryKind, ExpiryRounding, ExpiryUnit

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.expiry import expire_time
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.programs.policies import ExpiryPolicy

_SEPARATOR = "-"
"""No dot: the code is part of a lot's id, by which a store may find it within a document."""


def slide_code(policy: ExpiryPolicy) -> str:
    """Return how far a policy slides, such as "12-months-end_of_month"; empty if it does not."""
    if not policy.slides:
        return ""
    return _SEPARATOR.join((str(policy.count), policy.unit.value, policy.rounding.value))


def _policy_of(code: str) -> ExpiryPolicy:
    count, unit, rounding = code.split(_SEPARATOR)
    return ExpiryPolicy(
        months=0,
        kind=ExpiryKind.INACTIVITY,
        count=int(count),
        unit=ExpiryUnit(unit),
        rounding=ExpiryRounding(rounding),
    )


def slide(
    account: Account, active: datetime, now_ms: int, zone_of: Callable[[str], str]
) -> tuple[LotChange, ...]:
    """Move active points that slide on to the expiry that an activity at `active` gives them.

    `zone_of` tells in which zone a funder's days are counted. Points that have expired are
    past moving, held ones are left where they are, and no expiry is moved back.
    """
    changes: list[LotChange] = []
    for lot in account.spendable(now_ms):
        key = LotKey.parse(lot.lot_id)
        if not key.slide:
            continue
        expires = expire_time(_policy_of(key.slide), active, zone_of(key.funder))
        if expires is None or to_ms(expires) <= key.expire_ms:
            continue
        later = replace(key, expire_ms=to_ms(expires), activate_ms=0)
        free = account.choose(lot.points, [lot], now_ms)
        changes += account.take(free)
        changes += [
            account.put(LotChange(later.lot_id, part.points, lot.since_ms)) for part in free
        ]
    return tuple(changes)
