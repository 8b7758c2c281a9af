"""Domain values to documents and back.

The driver reads numbers beyond 32 bits as a type of its own, which rules would refuse; on
the way in they are made plain.
"""

from __future__ import annotations

from loyalty_chassis.callers import Caller
from loyalty_chassis.canonical import keyed_digest
from loyalty_chassis.storage.documents import Document
from pydantic import TypeAdapter

from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.adjusting import Proposal
from loyalty_points.domain.accounts.due import next_due_ms
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import Lot
from loyalty_points.domain.accounts.notices import next_untold_ms
from loyalty_points.domain.journal.entry import Entry
from loyalty_points.domain.journeys.day_marks import day_marks
from loyalty_points.domain.members.member import Member
from loyalty_points.domain.programs.frozen_store import FrozenStore, place_id
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.purchases.purchase_state import PurchaseState
from loyalty_points.domain.tiers.at_risk import untold_review_time

# Compiled once: they walk a value some ten times as fast as `dataclasses.asdict`.
_ENTRY = TypeAdapter(Entry)
_MEMBER = TypeAdapter(Member)
_HOLD = TypeAdapter(Hold)
_PURCHASE_STATE = TypeAdapter(PurchaseState)
_FROZEN_STORE = TypeAdapter(FrozenStore)
_PROPOSAL = TypeAdapter(Proposal)

_NOT_IN_MEMBER = frozenset({"_id", "tier_due_time", "untold_review_time", "day_marks"})
_NOT_IN_ENTRY = frozenset({"_id", "seen_hash", "unpublished_ms", "traceparent"})
_UNSIGNED = frozenset({"chain_hash", "seen", "unpublished_ms", "traceparent"})
"""Of an entry: the signature itself, what can be erased, which has a digest instead, and the
mark that goes once it is published."""


def chain_hash(key: bytes, document: Document) -> str:
    """Return the link of an entry's document: a keyed hash of all that it signs."""
    signed = {name: value for name, value in document.items() if name not in _UNSIGNED}
    return keyed_digest(key, signed).hex()


def seen_hash(key: bytes, document: Document) -> str:
    """Return the keyed hash of what rules saw, as an entry's document keeps it."""
    return keyed_digest(key, document["seen"]).hex()


def entry_to_document(entry: Entry, key: bytes) -> Document:
    """Return the document of an entry, linked to the entry before it."""
    document: Document = {"_id": entry.entry_id, **_ENTRY.dump_python(entry)}
    document["kind"] = entry.kind.value
    document["seen_hash"] = seen_hash(key, document)
    document["chain_hash"] = chain_hash(key, document)
    return document


def entry_from_document(document: Document) -> Entry:
    """Return the entry of a document."""
    fields = {name: value for name, value in document.items() if name not in _NOT_IN_ENTRY}
    return _ENTRY.validate_python(fields)


def visible_entry(caller: Caller, document: Document) -> Entry:
    """Return the entry of a document, with the details that `caller` may see."""
    entry = entry_from_document(document)
    return entry if caller.sees(entry.business_id) else entry.without_details()


def account_from_document(document: Document) -> Account:
    """Return the account of a document."""
    lots = {
        lot_id: Lot.open(lot_id, int(lot["points"]), int(lot["since_ms"]))
        for lot_id, lot in document["lots"].items()
    }
    return Account(
        document["_id"],
        int(document["version"]),
        int(document["sequence"]),
        document["chain_head"],
        document["record_time"],
        lots,
        {funder: int(points) for funder, points in document["debt"].items()},
        {
            hold_id: hold_from_document(hold_id, hold)
            for hold_id, hold in document.get("holds", {}).items()
        },
        document.get("forward_to", ""),
        tuple(int(expire_ms) for expire_ms in document.get("told_ms", ())),
    )


def account_to_document(account: Account) -> Document:
    """Return the whole document of an account."""
    return {
        "_id": account.account_id,
        "version": account.version,
        "sequence": account.sequence,
        "chain_head": account.chain_head,
        "record_time": account.record_time,
        "lots": {lot_id: lot_to_document(lot) for lot_id, lot in account.lots.items()},
        "debt": dict(account.debt),
        "holds": {hold_id: hold_to_document(hold) for hold_id, hold in account.holds.items()},
        "next_due_ms": next_due_ms(account),
        "forward_to": account.forward_to,
        "told_ms": list(account.told_ms),
        "next_untold_ms": next_untold_ms(account),
    }


def lot_to_document(lot: Lot) -> Document:
    """Return the document of a lot; its id is the key."""
    return {"points": lot.points, "since_ms": lot.since_ms}


def hold_to_document(hold: Hold) -> Document:
    """Return the document of a hold; its id is the key."""
    document: Document = _HOLD.dump_python(hold, exclude={"hold_id"})
    return document


def hold_from_document(hold_id: str, document: Document) -> Hold:
    """Return the hold of a document."""
    return _HOLD.validate_python({"hold_id": hold_id, **document})


def purchase_state_from_document(document: Document) -> PurchaseState:
    """Return what came of a purchase, of a document."""
    fields = {name: value for name, value in document.items() if name != "_id"}
    return _PURCHASE_STATE.validate_python({"entry_id": document["_id"], **fields})


def purchase_state_to_document(state: PurchaseState) -> Document:
    """Return the whole document of what came of a purchase."""
    document = {"_id": state.entry_id, **_PURCHASE_STATE.dump_python(state, exclude={"entry_id"})}
    document["pending"] = state.pending.value
    return document


def member_from_document(document: Document) -> Member:
    """Return the member of a document."""
    fields = {name: value for name, value in document.items() if name not in _NOT_IN_MEMBER}
    return _MEMBER.validate_python({"member_id": document["_id"], **fields})


def member_to_document(member: Member) -> Document:
    """Return the whole document of a member."""
    return {
        "_id": member.member_id,
        **_MEMBER.dump_python(member, exclude={"member_id"}),
        "tier_due_time": member.tier_due_time,
        "untold_review_time": untold_review_time(member),
        "day_marks": day_marks(member),
    }


def proposal_from_document(document: Document) -> Proposal:
    """Return the proposal of a document."""
    fields = {name: value for name, value in document.items() if name != "_id"}
    return _PROPOSAL.validate_python({"proposal_id": document["_id"], **fields})


def proposal_to_document(proposal: Proposal) -> Document:
    """Return the whole document of a proposal."""
    fields = _PROPOSAL.dump_python(proposal, exclude={"proposal_id"})
    return {"_id": proposal.proposal_id, **fields, "state": proposal.state.value}


def frozen_store_from_document(document: Document) -> FrozenStore:
    """Return the frozen store of a document."""
    return _FROZEN_STORE.validate_python(
        {name: value for name, value in document.items() if name != "_id"}
    )


def frozen_store_to_document(frozen: FrozenStore) -> Document:
    """Return the whole document of a frozen store."""
    document: Document = _FROZEN_STORE.dump_python(frozen)
    return {"_id": place_id(frozen.business_id, frozen.store_id), **document}


def program_to_document(program: Program) -> Document:
    """Return the document of a program."""
    return {"_id": program.version, "body": program.model_dump_json()}


def program_from_document(document: Document) -> Program:
    """Return the program of a document."""
    return Program.model_validate_json(document["body"])
