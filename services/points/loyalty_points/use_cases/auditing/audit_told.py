"""What an account's member was told of ahead: that it was, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.accounts.lots import AWAITING_MS, LotKey
from loyalty_points.events.notices import expiring_id
from loyalty_points.store import auditing
from loyalty_points.use_cases.auditing.checks import Check
from loyalty_points.use_cases.auditing.rederive import Difference, Rederived, first_wrong


def audit_told(account: Document, rederived: Rederived) -> Difference | None:
    """Return the first difference; none for an account not written since members are told."""
    checks = _checks(account, rederived) if "next_untold_ms" in account else ()
    return first_wrong(rederived.account_id, 0, checks)


def _checks(account: Document, rederived: Rederived) -> Iterator[Check]:
    told = account.get("told_ms", [])
    events = {expiring_id(rederived.account_id, expire_ms) for expire_ms in told}
    yield "told_ms", events, set(auditing.stored_outbox_ids(sorted(events)))
    held, untold = rederived.holds.held_or_lapsed(), [AWAITING_MS]
    for lot_id, lot in rederived.lots.items():
        expire_ms = LotKey.parse(lot_id).expire_ms
        if expire_ms and expire_ms not in told and lot["points"] > held[lot_id]:
            untold.append(expire_ms)
    yield "next_untold_ms", min(untold), account["next_untold_ms"]
