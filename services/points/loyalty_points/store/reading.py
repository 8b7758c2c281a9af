"""Reads of the points service, each one command at most.

Members and balances are for every client of the group; entries are read for a caller,
who gets the details of their own business only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loyalty_chassis.callers import Caller
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.shared_reads import SharedReads

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.adjusting import Proposal, ProposalState
from loyalty_points.domain.errors import EntryNotFound, MemberNotFound, ProposalNotFound
from loyalty_points.domain.instants import EPOCH
from loyalty_points.domain.journal.entry import Entry, entry_id
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

_accounts = SharedReads(AccountDocument)
_members = SharedReads(MemberDocument)


def found_member(document: Document | None, member_id: str) -> Document:
    """Return the document of a member or an account. Raises MemberNotFound for None."""
    if document is None:
        raise MemberNotFound(f"there is no member {member_id!r}", {"member_id": member_id})
    return document


def read_member(member_id: str) -> Member:
    """Return a member, or whom they were merged into: one more read. Raises MemberNotFound.

    Where that one is being merged on, one more; what is stored points to the last.
    """
    member = read_member_itself(member_id)
    while member.merged_into:
        member = read_member_itself(member.merged_into)
    return member


def read_member_itself(member_id: str) -> Member:
    """Return a member, though they were merged into another. Raises MemberNotFound."""
    return conversion.member_from_document(found_member(_members.find(member_id), member_id))


def read_account(account_id: str) -> Account:
    """Return an account, or the one that answers for it. Raises MemberNotFound.

    One read, two through a stub; one more where that one is becoming a stub itself.
    """
    document = found_member(_accounts.find(account_id), account_id)
    while forward_to := document.get("forward_to"):
        document = found_member(_accounts.find(forward_to), forward_to)
    return conversion.account_from_document(document)


def read_account_itself(account_id: str) -> Account:
    """Return an account, though another answers for it. Raises MemberNotFound."""
    return conversion.account_from_document(found_member(_accounts.find(account_id), account_id))


def answering_account_id(account_id: str) -> str:
    """Return the id of the account that answers for one: itself, or where its stub points to."""
    document = _accounts.find(account_id) or {}
    return document.get("forward_to") or account_id


def read_identity(identity_id: str) -> str:
    """Return the id of the member that an identity belongs to. Raises MemberNotFound."""
    document = collection_of(IdentityDocument).find_one({"_id": identity_id})
    if document is None:
        raise MemberNotFound("no member has this identity")
    member_id: str = document["member_id"]
    return member_id


def read_entry(caller: Caller, account_id: str, sequence: int) -> Entry:
    """Return an entry that is known to be there."""
    document = collection_of(EntryDocument).find_one({"_id": entry_id(account_id, sequence)})
    if document is None:
        raise LookupError(f"the journal lacks entry {entry_id(account_id, sequence)}")
    return conversion.visible_entry(caller, document)


def read_entries(caller: Caller, account_id: str, before: int, count: int) -> list[Entry]:
    """Return the last `count` entries of an account before a sequence, newest first.

    The range is bound on both sides, as sequences have no gaps: the embedded database
    reads all that a range matches before it sorts and limits.
    """
    within = {"$lt": before, "$gte": before - count}
    query = {"account_id": account_id, "sequence": within}
    cursor = collection_of(EntryDocument).find(query).sort("sequence", -1)
    return [conversion.visible_entry(caller, document) for document in cursor]


def read_original(entry_id: str) -> Entry:
    """Return an entry whole, for undoing it. Raises EntryNotFound."""
    document = collection_of(EntryDocument).find_one({"_id": entry_id})
    if document is None:
        raise EntryNotFound(f"there is no entry {entry_id!r}", {"entry_id": entry_id})
    return conversion.entry_from_document(document)


def read_purchase_state(entry_id: str) -> PurchaseState | None:
    """Return what came of a purchase; None if nothing did."""
    document = collection_of(PurchaseStateDocument).find_one({"_id": entry_id})
    return None if document is None else conversion.purchase_state_from_document(document)


def read_proposal(proposal_id: str) -> Proposal:
    """Return an adjustment that was proposed. Raises ProposalNotFound."""
    document = collection_of(AdjustmentProposalDocument).find_one({"_id": proposal_id})
    if document is None:
        raise ProposalNotFound(
            f"there is no proposal {proposal_id!r}", {"proposal_id": proposal_id}
        )
    return conversion.proposal_from_document(document)


def read_proposals(state: ProposalState | None, before: str, count: int) -> list[Proposal]:
    """Return up to `count` proposals, newest first, with ids below `before` if it is set."""
    query: dict[str, Any] = {"state": state.value} if state else {}
    if before:
        query["_id"] = {"$lt": before}
    found = collection_of(AdjustmentProposalDocument).find(query).sort("_id", -1).limit(count)
    return [conversion.proposal_from_document(document) for document in found]


def due_account_ids(now_ms: int, count: int) -> list[str]:
    """Return the ids of accounts that something is due in, the most overdue first."""
    query = {"next_due_ms": {"$gt": 0, "$lte": now_ms}}
    cursor = collection_of(AccountDocument).find(query, {"_id": 1}).sort("next_due_ms", 1)
    return [document["_id"] for document in cursor.limit(count)]


def tier_due_member_ids(now: datetime, count: int) -> list[str]:
    """Return the ids of members whose tier is due for a review, the most overdue first."""
    query = {"tier_due_time": {"$gt": EPOCH, "$lte": now}}
    cursor = collection_of(MemberDocument).find(query, {"_id": 1}).sort("tier_due_time", 1)
    return [document["_id"] for document in cursor.limit(count)]


def untold_account_ids(now_ms: int, until_ms: int, count: int) -> list[str]:
    """Return the ids of accounts with an expiry until then that was not told of, soonest first.

    One that has passed is written down, not told of.
    """
    query = {"next_untold_ms": {"$gt": now_ms, "$lte": until_ms}}
    cursor = collection_of(AccountDocument).find(query, {"_id": 1}).sort("next_untold_ms", 1)
    return [document["_id"] for document in cursor.limit(count)]


def untold_member_ids(now: datetime, until: datetime, count: int) -> list[str]:
    """Return the ids of members with a review until then that nobody looked at, soonest first."""
    query = {"untold_review_time": {"$gt": now, "$lte": until}}
    cursor = collection_of(MemberDocument).find(query, {"_id": 1}).sort("untold_review_time", 1)
    return [document["_id"] for document in cursor.limit(count)]


def read_receipt(key: str) -> Mapping[str, Any] | None:
    """Return what a receipt's key says of the entry that recorded it."""
    return collection_of(RequestDocument).find_one({"_id": key})


def read_frozen_store(business_id: str, store_id: str) -> FrozenStore | None:
    """Return a store if it is frozen."""
    found = collection_of(FrozenStoreDocument).find_one({"_id": place_id(business_id, store_id)})
    return None if found is None else conversion.frozen_store_from_document(found)


def read_frozen_stores(after_id: str, count: int) -> list[FrozenStore]:
    """Return up to `count` frozen stores in order of their ids, those after one."""
    cursor = collection_of(FrozenStoreDocument).find({"_id": {"$gt": after_id}}).sort("_id", 1)
    return [conversion.frozen_store_from_document(found) for found in cursor.limit(count)]


def read_freeze_reasons() -> dict[str, str]:
    """Return why each frozen store is, by its id."""
    cursor = collection_of(FrozenStoreDocument).find({}, {"reason": 1})
    return {found["_id"]: found["reason"] for found in cursor}


def read_programs(after_version: int) -> list[Program]:
    """Return the programs of later versions, oldest first."""
    cursor = collection_of(ProgramDocument).find({"_id": {"$gt": after_version}}).sort("_id", 1)
    return [conversion.program_from_document(document) for document in cursor]


def count_accounts() -> int:
    """Return how many accounts there are."""
    return collection_of(AccountDocument).count_documents({})
