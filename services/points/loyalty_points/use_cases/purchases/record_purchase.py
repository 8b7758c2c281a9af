"""Records a purchase: what it burns and earns, in one entry."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.writes import DuplicateKey

from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.store import writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.pricing import price
from loyalty_points.use_cases.purchases.purchase_commands import RECORD_PURCHASE, RecordPurchase
from loyalty_points.use_cases.purchases.purchase_entry import fill, remember
from loyalty_points.use_cases.purchases.receipts import already_recorded, key_of
from loyalty_points.use_cases.purchases.setting import find_setting


def record_purchase(parts: Parts, call: Call, request_id: str, command: RecordPurchase) -> Entry:
    """Return the entry made.

    Raises, first what applies first: NotGranted, RequestIdReused, ProgramNotFound,
    InvalidField (time), BusinessNotFound, StoreNotFound, InvalidField (currency),
    StoreFrozen, MemberNotFound, MemberFrozen, PluginFailed, BurnNotOffered, BurnTooSmall,
    InsufficientPoints, LimitReached, ReceiptAlreadyRecorded, Conflict.
    """
    purchase = command.purchase
    call.caller.require_store(purchase.business_id, purchase.store_id)
    ticket = parts.requests.ticket(call.caller, RECORD_PURCHASE, request_id, command)

    def attempt() -> Entry:
        setting = find_setting(parts, call, purchase)
        parts.frozen_stores.require_open(purchase.business_id, purchase.store_id)
        member_id = member_id_of(parts.identities, command.member)
        draft = up_to_date.read(parts, member_id)
        draft.member.require_active()
        with parts.budgets.spending(setting.budget) as spend:
            priced = price(setting, purchase, draft, command.burn_points, spend)
            remember(draft, setting, purchase, priced)
            entry = journal.new_entry(draft, EntryKind.PURCHASE, call, request_id)
            entry = fill(entry, setting, purchase, priced)
            receipt = writing.receipt_document(key_of(parts, purchase), entry)
            return journal.append(parts, draft, entry, ticket, receipt=[receipt])

    try:
        return journal.once(parts, call, ticket, attempt, f"{command.member}")
    except DuplicateKey as duplicate:
        # The request itself was looked for, and is not there.
        if writing.is_receipt_taken(duplicate):
            raise already_recorded(parts, purchase) from duplicate
        raise
