"""Tells of points that expire soon: once for each account and instant of expiry."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from loyalty_points.domain.accounts.notices import expiring_by, tell
from loyalty_points.domain.errors import ProgramNotFound
from loyalty_points.domain.instants import to_ms
from loyalty_points.events.notices import expiring_soon
from loyalty_points.store import reading, writing
from loyalty_points.use_cases.notices.telling import commit_told, tell_each
from loyalty_points.use_cases.parts import Parts


def tell_of_expiry(parts: Parts, accounts_max: int, left: set[str] | None = None) -> int:
    """Look at up to so many accounts with points that expire soon; return how many.

    How soon is for the program in force to say. What was told of is not found again.
    """
    now = parts.clock()
    try:
        days = parts.book.in_force(now).notices.expiring_soon_days
    except ProgramNotFound:
        return 0
    until = now + timedelta(days=days)
    find = partial(reading.untold_account_ids, to_ms(now), to_ms(until))
    left = set() if left is None else left
    return tell_each(find, partial(_tell, parts, until), accounts_max, left)


def _tell(parts: Parts, until: datetime, account_id: str) -> None:
    now, until_ms = parts.clock(), to_ms(until)
    account = reading.read_account_itself(account_id)
    events = [
        expiring_soon(account, expire_ms, points, now)
        for expire_ms, points in expiring_by(account, to_ms(now), until_ms)
    ]
    tell(account, to_ms(now), until_ms)
    commit_told(parts, writing.save_told(account), events)
