"""Records a purchase: what it burns and earns, in one entry."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import Conflict, LoyaltyError
from loyalty_chassis.storage.requests import Once
from loyalty_chassis.storage.transactions import DuplicateKey

from loyalty_points.domain.entry import Entry, EntryKind, entry_id
from loyalty_points.domain.errors import ReceiptAlreadyRecorded
from loyalty_points.domain.purchase import Purchase
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import RECORD_PURCHASE, RecordPurchase
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.pricing import price
from loyalty_points.use_cases.purchase_entry import fill, remember
from loyalty_points.use_cases.setting import find_setting, receipt_day


def record_purchase(parts: Parts, call: Call, request_id: str, command: RecordPurchase) -> Entry:
    """Return the entry made.

    Raises, first what applies first: NotGranted, RequestIdReused, ProgramNotFound,
    InvalidField (time), BusinessNotFound, StoreNotFound, InvalidField (currency),
    MemberNotFound, PluginFailed, BurnNotOffered, BurnTooSmall, InsufficientPoints,
    LimitReached, ReceiptAlreadyRecorded, Conflict.
    """
    purchase = command.purchase
    call.caller.require_store(purchase.business_id, purchase.store_id)
    ticket = parts.requests.ticket(call.caller, RECORD_PURCHASE, request_id, command)

    def attempt() -> Entry:
        setting = find_setting(parts, call, purchase)
        member_id = member_id_of(parts.identities, command.member)
        draft = journal.Draft.read(member_id, parts.clock)
        priced = price(setting, purchase, draft, command.burn_points)
        remember(draft, setting, purchase, priced)
        entry = journal.new_entry(draft, EntryKind.PURCHASE, call, request_id)
        entry = fill(entry, setting, purchase, priced)
        receipt = writing.receipt_document(_receipt_key(parts, purchase), entry)
        return journal.append(parts, draft, entry, ticket, receipt=[receipt])

    once = Once(
        parts.requests,
        ticket,
        parts.clock,
        attempt,
        lambda was: journal.entry_of(call, was),
        lane=f"{command.member}",
    )
    try:
        return once.run(call)
    except DuplicateKey as duplicate:
        # The request itself was looked for, and is not there.
        if writing.is_receipt_taken(duplicate):
            raise _already_recorded(parts, purchase) from duplicate
        raise


def _receipt_key(parts: Parts, purchase: Purchase) -> str:
    where = f"{purchase.business_id}|{purchase.store_id}"
    return f"receipt|{where}|{receipt_day(parts, purchase)}|{purchase.receipt_number}"


def _already_recorded(parts: Parts, purchase: Purchase) -> LoyaltyError:
    number, day = purchase.receipt_number, receipt_day(parts, purchase)
    found = reading.read_receipt(_receipt_key(parts, purchase))
    if found is None:  # on the primary, but not on a majority yet
        return Conflict(f"receipt {number!r} is being recorded; send this one again")
    return ReceiptAlreadyRecorded(
        f"receipt {number!r} of {day} was recorded under another request id",
        {
            "receipt_number": number,
            "day": day,
            "entry_id": entry_id(found["account_id"], int(found["sequence"])),
        },
    )
