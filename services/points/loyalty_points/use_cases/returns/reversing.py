"""What reversals of purchases and of redemptions do alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty_points.domain.instants import local_date, start_of_day, to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journal.postings import balanced_postings
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.returns.carrying_out import Undone
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.returns.originals import Case


def require_open_store(parts: Parts, program: Program, business_id: str, store_id: str) -> None:
    """Raise BusinessNotFound, StoreNotFound or StoreFrozen if nothing can be returned there."""
    program.business(business_id).zone_of(store_id)
    parts.frozen_stores.require_open(business_id, store_id)


def grace_expire_ms(program: Program, case: Case, now: datetime) -> int:
    """Return until when points live that come back after their expiry; 0 without grace.

    The end of the local day so many days on, at the original's business.
    """
    if not program.return_grace_days:
        return 0
    zone_name = case.business.time_zone
    last_day = local_date(now, zone_name) + timedelta(days=program.return_grace_days)
    return to_ms(start_of_day(last_day + timedelta(days=1), zone_name))


def fill_reversal(entry: Entry, case: Case, undone: Undone) -> Entry:
    """Return the entry with what undoing did, at the original's transfer price."""
    reversal = undone.reversal
    return replace(
        entry,
        business_id=case.original.business_id,
        earned_points=-reversal.clawed_back_points,
        burned_points=-reversal.restored_points,
        qualifying_points=-undone.qualifying_points,
        lot_changes=undone.lot_changes,
        debt_changes=undone.debt_changes,
        postings=balanced_postings(entry.account_id, undone.flows),
        owed=undone.owed,
        price_version=case.original.price_version,
        reversal=reversal,
    )
