"""The writes that make up a command, as data for the unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loyalty_chassis.calls import current_traceparent
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.writes import Delete, DuplicateKey, Insert, Update, Write

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.adjusting import Proposal
from loyalty_points.domain.accounts.due import next_due_ms
from loyalty_points.domain.accounts.lots import Lot
from loyalty_points.domain.accounts.notices import next_untold_ms
from loyalty_points.domain.instants import to_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.frozen_store import FrozenStore, place_id
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.purchases.purchase_state import PurchaseState
from loyalty_points.store import conversion
from loyalty_points.store.documents import (
    AccountDocument,
    AdjustmentProposalDocument,
    FrozenStoreDocument,
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


def is_frozen_store_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is a frozen store's."""
    return duplicate.model is FrozenStoreDocument


def is_identity_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is an identity."""
    return duplicate.model is IdentityDocument


def is_receipt_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is a receipt's, where the request is new.

    Requests are kept with receipts, so whoever asks has looked for the request before.
    """
    return duplicate.model is RequestDocument


def is_purchase_state_taken(duplicate: DuplicateKey) -> bool:
    """Tell whether the key that is there already is that of what came of a purchase."""
    return duplicate.model is PurchaseStateDocument


def insert_entries(*entries: Document) -> Insert:
    """Append entries to the journal, each of another account, in one command.

    Each with the mark that it is still to be published: its record time.
    """
    beside: Document = {}
    if traceparent := current_traceparent():
        beside["traceparent"] = traceparent
    marked = [
        {**entry, "unpublished_ms": to_ms(entry["record_time"]), **beside} for entry in entries
    ]
    return Insert(EntryDocument, marked)


def insert_identities(identity_ids: tuple[str, ...], member_id: str) -> Insert:
    """Bind identities to a member; DuplicateKey where one is bound already."""
    return Insert(
        IdentityDocument, [{"_id": identity, "member_id": member_id} for identity in identity_ids]
    )


def delete_identity(identity_id: str, member_id: str) -> Delete:
    """Free an identity of a member."""
    return Delete(IdentityDocument, {"_id": identity_id, "member_id": member_id})


def move_identity(identity_id: str, source_id: str, target_id: str) -> Update:
    """Give an identity of one member to another."""
    guard = {"_id": identity_id, "member_id": source_id}
    return Update(IdentityDocument, guard, {"$set": {"member_id": target_id}})


def forward(member_id: str, before: tuple[str, str], after: tuple[str, str]) -> tuple[Write, ...]:
    """Let a member who was merged away be answered for by another: member and account ids."""
    (old_member, old_account), (new_member, new_account) = before, after
    return (
        Update(
            MemberDocument,
            {"_id": member_id, "merged_into": old_member},
            {"$set": {"merged_into": new_member}},
        ),
        Update(
            AccountDocument,
            {"_id": member_id, "forward_to": old_account},
            {"$set": {"forward_to": new_account}},
        ),
    )


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


def insert_proposal(proposal: Proposal) -> Insert:
    """Keep an adjustment for a second operator."""
    return Insert(AdjustmentProposalDocument, (conversion.proposal_to_document(proposal),))


def decide_proposal(before: Proposal, after: Proposal) -> Update:
    """Keep how a proposal was decided, if it is still as it was read."""
    document = conversion.proposal_to_document(after)
    del document["_id"]
    guard = {"_id": before.proposal_id, "state": before.state.value}
    return Update(AdjustmentProposalDocument, guard, {"$set": document})


def save_frozen_store(before: FrozenStore | None, frozen: FrozenStore) -> Write:
    """Keep that a store is frozen; `before` is what was read of it."""
    document = conversion.frozen_store_to_document(frozen)
    if before is None:
        return Insert(FrozenStoreDocument, (document,))
    guard = {"_id": document.pop("_id"), "freeze_time": before.freeze_time}
    return Update(FrozenStoreDocument, guard, {"$set": document})


def delete_frozen_store(frozen: FrozenStore) -> Delete:
    """Forget that a store is frozen, if it is as it was read."""
    store_id = place_id(frozen.business_id, frozen.store_id)
    return Delete(FrozenStoreDocument, {"_id": store_id, "freeze_time": frozen.freeze_time})


def insert_program(program: Program) -> Insert:
    """Publish a program; DuplicateKey where its version is taken."""
    return Insert(ProgramDocument, (conversion.program_to_document(program),))


def update_account(
    before: Mapping[str, Lot], account: Account, entries: Sequence[Entry], chain_head: str
) -> Update:
    """Change the account as its next entries say, if it is still what was read.

    `before` are the lots as read; `account` holds them as they shall be.
    """
    increments: Document = {"version": 1, "sequence": len(entries)}
    settings: Document = {"chain_head": chain_head, "record_time": entries[-1].record_time}
    removals: Document = {}
    for lot_id in {change.lot_id for entry in entries for change in entry.lot_changes}:
        old, new = before.get(lot_id), account.lots.get(lot_id)
        if new is None:
            removals[f"lots.{lot_id}"] = ""
        elif old is None:
            settings[f"lots.{lot_id}"] = conversion.lot_to_document(new)
        else:
            increments[f"lots.{lot_id}.points"] = new.points - old.points
            if new.since_ms != old.since_ms:
                settings[f"lots.{lot_id}.since_ms"] = new.since_ms
    if any(entry.debt_changes for entry in entries):
        settings["debt"] = dict(account.debt)
    for record in (record for entry in entries for record in (entry.hold, *entry.holds)):
        if record is None:
            continue
        name = f"holds.{record.hold_id}"
        if hold := account.holds.get(record.hold_id):
            settings[name] = conversion.hold_to_document(hold)
        else:
            removals[name] = ""
    settings["next_due_ms"] = next_due_ms(account)
    settings["next_untold_ms"] = next_untold_ms(account)
    settings["forward_to"] = account.forward_to
    change: Document = {"$inc": increments, "$set": settings}
    if removals:
        change["$unset"] = removals
    return Update(AccountDocument, {"_id": account.account_id, "version": account.version}, change)


def save_told(account: Account) -> Update:
    """Keep which expiries an account's member was told of, if it is still what was read."""
    settings = {"told_ms": list(account.told_ms), "next_untold_ms": next_untold_ms(account)}
    guard = {"_id": account.account_id, "version": account.version}
    return Update(AccountDocument, guard, {"$inc": {"version": 1}, "$set": settings})


def update_member(before: Member, member: Member) -> Update:
    """Change of the member what differs from `before`, if it is still what was read."""
    old, new = conversion.member_to_document(before), conversion.member_to_document(member)
    changed = {name: value for name, value in new.items() if value != old[name]}
    if member.close_time or member.merged_into:
        changed["segments"] = new["segments"]  # which workers change without a new version
    change: Document = {"$inc": {"version": 1}}
    if changed:
        change["$set"] = changed
    return Update(MemberDocument, {"_id": before.member_id, "version": before.version}, change)
