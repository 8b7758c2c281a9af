"""The writes that make up a command, as data for the unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from loyalty_chassis.storage.fields import Document
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.transactions import Delete, DuplicateKey, Insert, Update, Write

from loyalty_points.domain.account import Account
from loyalty_points.domain.due import next_due_ms
from loyalty_points.domain.entry import Entry
from loyalty_points.domain.lots import Lot
from loyalty_points.domain.member import Member
from loyalty_points.domain.program import Program
from loyalty_points.domain.purchase_state import PurchaseState
from loyalty_points.store import conversion
from loyalty_points.store.documents import (
    AccountDocument,
    IdentityDocument,
    MemberDocument,
    ProgramDocument,
    PurchaseStateDocument,
)
from loyalty_points.store.entry_documents import EntryDocument


def insert_requests(*documents: Document) -> Insert:
    """Record a request, and the receipt it settles, in one command."""
    return Insert(RequestDocument, documents)


def receipt_document(key: str, entry: Entry) -> Document:
    """Return the document that makes the same receipt under another request id fail."""
    return {
        "_id": key,
        "digest": b"",
        "record_time": entry.record_time,
        "account_id": entry.account_id,
        "sequence": entry.sequence,
    }


def is_program_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is a program's version."""
    return duplicate.model is ProgramDocument


def is_identity_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is an identity."""
    return duplicate.model is IdentityDocument


def is_receipt_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is a receipt's, where the request is new.

    Requests are kept with receipts, so whoever asks has looked for the request before.
    """
    return duplicate.model is RequestDocument


def insert_entry(entry: Document) -> Insert:
    """Append an entry to the journal."""
    return Insert(EntryDocument, (entry,))


def insert_identities(identity_ids: tuple[str, ...], member_id: str) -> Insert:
    """Bind identities to a member; DuplicateKey where one is bound already."""
    return Insert(
        IdentityDocument, [{"_id": identity, "member_id": member_id} for identity in identity_ids]
    )


def delete_identity(identity_id: str, member_id: str) -> Delete:
    """Free an identity of a member."""
    return Delete(IdentityDocument, {"_id": identity_id, "member_id": member_id})


def insert_member(member: Member, account: Account, entry: Document) -> tuple[Write, ...]:
    """Open a member's account with its first entry."""
    account_document = conversion.account_to_document(account)
    account_document["chain_head"] = entry["chain_hash"]
    return (
        Insert(MemberDocument, (conversion.member_to_document(member),)),
        Insert(AccountDocument, (account_document,)),
    )


def save_purchase_state(state: PurchaseState) -> Write:
    """Keep what came of a purchase; `state` has the version that was read."""
    document = conversion.purchase_state_to_document(replace(state, version=state.version + 1))
    if not state.version:
        return Insert(PurchaseStateDocument, (document,))
    del document["_id"]
    guard = {"_id": state.entry_id, "version": state.version}
    return Update(PurchaseStateDocument, guard, {"$set": document})


def insert_program(program: Program) -> Insert:
    """Publish a program; DuplicateKey where its version is taken."""
    return Insert(ProgramDocument, (conversion.program_to_document(program),))


def update_account(
    before: Mapping[str, Lot], account: Account, entry: Entry, chain_head: str
) -> Update:
    """Change the account as `entry` says, if it is still what was read.

    `before` are the lots as read; `account` holds them as they shall be.
    """
    increments: Document = {"version": 1, "sequence": 1}
    settings: Document = {"chain_head": chain_head, "record_time": entry.record_time}
    removals: Document = {}
    for lot_id in {change.lot_id for change in entry.lot_changes}:
        old, new = before.get(lot_id), account.lots.get(lot_id)
        if new is None:
            removals[f"lots.{lot_id}"] = ""
        elif old is None:
            settings[f"lots.{lot_id}"] = conversion.lot_to_document(new)
        else:
            increments[f"lots.{lot_id}.points"] = new.points - old.points
            if new.since_ms != old.since_ms:
                settings[f"lots.{lot_id}.since_ms"] = new.since_ms
    if entry.debt_changes:
        settings["debt"] = dict(account.debt)
    if entry.hold:
        name = f"holds.{entry.hold.hold_id}"
        if hold := account.holds.get(entry.hold.hold_id):
            settings[name] = conversion.hold_to_document(hold)
        else:
            removals[name] = ""
    settings["next_due_ms"] = next_due_ms(account)
    change: Document = {"$inc": increments, "$set": settings}
    if removals:
        change["$unset"] = removals
    return Update(AccountDocument, {"_id": account.account_id, "version": account.version}, change)


def update_member(before: Member, member: Member) -> Update:
    """Change of the member what differs from `before`, if it is still what was read."""
    old, new = conversion.member_to_document(before), conversion.member_to_document(member)
    changed = {name: value for name, value in new.items() if value != old[name]}
    change: Document = {"$inc": {"version": 1}}
    if changed:
        change["$set"] = changed
    return Update(MemberDocument, {"_id": before.member_id, "version": before.version}, change)
