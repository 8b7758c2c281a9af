"""When points expire."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from loyalty_points.domain.instants import add_months, local_date, start_of_day
from loyalty_points.domain.program import ExpiryPolicy, ExpiryRounding


def expire_time(policy: ExpiryPolicy, earned: datetime, zone_name: str) -> datetime | None:
    """Return the first instant at which points cannot be spent any more; None for never.

    Counted in months from the local day they were earned, usable to the end of the day
    or month arrived at: one month after 31 January is the end of February.
    """
    if not policy.months:
        return None
    last_day = add_months(local_date(earned, zone_name), policy.months)
    if policy.rounding is ExpiryRounding.END_OF_MONTH:
        first_unusable = add_months(date(last_day.year, last_day.month, 1), 1)
    else:
        first_unusable = last_day + timedelta(days=1)
    return start_of_day(first_unusable, zone_name)
