"""Finds what is to be undone or settled, and what came of it so far."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import RememberedRefusal
from loyalty_chassis.storage.requests import Ticket, request_key
from loyalty_chassis.storage.writes import DuplicateKey, LostRace

from loyalty_points.domain.errors import EntryNotFound, NotReversible
from loyalty_points.domain.journal.entry import Entry, EntryKind, entry_id
from loyalty_points.domain.programs.program import Business, Program
from loyalty_points.domain.purchases.purchase_state import (
    ElsewhereStep,
    PurchaseState,
    untouched_state,
)
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal, up_to_date
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.setting import receipt_key
from loyalty_points.use_cases.returns.return_commands import Original

PURCHASES = frozenset({EntryKind.PURCHASE})
REDEMPTIONS = frozenset({EntryKind.REDEMPTION, EntryKind.HOLD_CAPTURED})


@dataclass(frozen=True, slots=True)
class Case:
    """An original with all that it takes to change what came of it."""

    original: Entry
    state: PurchaseState
    draft: journal.Draft
    program: Program
    """The version by which the original was made."""

    @property
    def business(self) -> Business:
        """The original's business, as it was."""
        return self.program.business(self.original.business_id)

    def is_group_wide(self, plugin: str) -> bool:
        """Tell whether a plugin gave its award as one of the group's."""
        return plugin not in {config.plugin for config in self.business.plugins}


def find_original(
    parts: Parts, call: Call, original: Original, operation: str, store_id: str = ""
) -> Entry:
    """Return the entry that is meant, for a caller who acts for where it was made.

    `operation` is what a request id is of; `store_id` a store that the caller has to act
    for instead of the original's own. Raises EntryNotFound or NotGranted.
    """
    entry = reading.read_original(_entry_id(parts, call, original, operation))
    call.caller.require_store(entry.business_id, store_id or entry.store_id)
    return entry


def require_kind(original: Entry, kinds: Collection[EntryKind]) -> None:
    """Raise NotReversible unless the entry is of one of these kinds."""
    if original.kind not in kinds:
        raise NotReversible(
            f"an entry of kind {original.kind.value!r} cannot be undone this way",
            {"entry_id": original.entry_id, "kind": original.kind.value},
        )


def open_case(parts: Parts, original: Entry, account_id: str = "") -> Case:
    """Read what came of an original, and the member and account that it is about.

    `account_id` names the account that its points are in by now, if that is another.
    The account goes first: what is read of the state then is no older, so that a race is
    lost on the account's version. Raises ProgramNotFound, MemberNotFound or MemberClosed.
    """
    program = parts.book.version(original.program_version)

    def read() -> journal.Draft:
        return journal.Draft.of_original(original, parts.clock, account_id)

    draft = up_to_date.brought(parts, read(), read)
    lines = original.purchase.lines if original.purchase else ()
    state = reading.read_purchase_state(original.entry_id)
    state = state or untouched_state(original.entry_id, lines)
    return Case(original, state, draft, program)


def append(parts: Parts, case: Case, entry: Entry, ticket: Ticket, after: PurchaseState) -> Entry:
    """Commit an entry together with what has come of the original. Raises LostRace."""
    if entry.account_id != case.original.account_id:
        step = ElsewhereStep(case.state.version + 1, entry.entry_id)
        after = replace(after, elsewhere=(*case.state.elsewhere, step))
    save = writing.save_purchase_state(after)
    try:
        return journal.append(parts, case.draft, entry, ticket, more=[save])
    except DuplicateKey as duplicate:
        if writing.is_purchase_state_taken(duplicate):
            raise LostRace(case.original.entry_id) from duplicate
        raise


def once(
    parts: Parts, call: Call, ticket: Ticket, original: Original, attempt: Callable[[], Entry]
) -> Entry:
    """Return the entry that `attempt` makes, or made the first time.

    Raises RequestIdReused, Conflict and what `attempt` raises.
    """
    account_id = original.entry_id.rpartition("-")[0]
    lane = account_id or f"{original}"
    return journal.once(parts, call, ticket, attempt, lane)


def _entry_id(parts: Parts, call: Call, original: Original, operation: str) -> str:
    if original.receipt is not None:
        return _entry_of_receipt(call, original)
    if original.request_id:
        return _entry_of_request(parts, call, original.request_id, operation)
    return original.entry_id


def _entry_of_receipt(call: Call, original: Original) -> str:
    receipt = original.receipt
    if receipt is None:
        raise AssertionError("only called for receipts")
    call.caller.require_business(receipt.business_id)
    number, day = receipt.receipt_number, receipt.date
    found = reading.read_receipt(receipt_key(receipt.business_id, receipt.store_id, day, number))
    if found is None or found["account_id"] is None:  # or it waits to be claimed
        raise EntryNotFound(
            f"no purchase was recorded with receipt {number!r} of {day}",
            {"receipt_number": number, "date": day},
        )
    return entry_id(found["account_id"], int(found["sequence"]))


def _entry_of_request(parts: Parts, call: Call, request_id: str, operation: str) -> str:
    try:
        earlier = parts.requests.find(request_key(call.caller, operation, request_id))
    except RememberedRefusal:
        earlier = None  # it made no entry, and why is not what this call is asked
    if earlier is None or earlier.account_id is None or earlier.sequence is None:
        raise EntryNotFound(
            f"request {request_id!r} of this client made no entry", {"request_id": request_id}
        )
    return entry_id(earlier.account_id, int(earlier.sequence))
