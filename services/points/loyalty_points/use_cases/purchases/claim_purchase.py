"""Gives a member a purchase that was recorded without one."""

from __future__ import annotations

from loyalty_chassis.calls import Call

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.store import unclaimed
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.finding_unclaimed import find_unclaimed
from loyalty_points.use_cases.purchases.pricing import price
from loyalty_points.use_cases.purchases.purchase_commands import CLAIM_PURCHASE, ClaimPurchase
from loyalty_points.use_cases.purchases.purchase_entry import fill, remember
from loyalty_points.use_cases.purchases.setting import setting_of


def claim_purchase(parts: Parts, call: Call, request_id: str, command: ClaimPurchase) -> Entry:
    """Return the entry made: the purchase, as if the member had bought then.

    Raises RequestIdReused, ClaimCodeInvalid, ClaimCodeUsed, ClaimTooLate, MemberNotFound,
    MemberFrozen, PluginFailed, LimitReached or Conflict.
    """
    ticket = parts.requests.ticket(call.caller, CLAIM_PURCHASE, request_id, command)

    def attempt() -> Entry:
        found = find_unclaimed(parts, call, command.claim_code)
        found.require_claimable(parts.clock())
        purchase = found.purchase
        setting = setting_of(parts, purchase, parts.clock())
        draft = up_to_date.read(parts, member_id_of(parts.identities, command.member))
        draft.member.require_active()
        with parts.budgets.spending(setting.budget) as spend:
            priced = price(setting, purchase, draft, 0, spend)
            remember(draft, setting, purchase, priced)
            entry = journal.new_entry(draft, EntryKind.PURCHASE, call, request_id)
            entry = fill(entry, setting, purchase, priced)
            return journal.append(parts, draft, entry, ticket, more=unclaimed.claim(found, entry))

    return journal.once(parts, call, ticket, attempt, f"{command.member}")
