"""Freezes stores and lifts freezes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier, Once
from loyalty_chassis.storage.writes import DuplicateKey, LostRace, Write
from pydantic import TypeAdapter

from loyalty_points.domain.programs.frozen_store import FrozenStore
from loyalty_points.store import reading, writing
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.program_commands import (
    FREEZE_STORE,
    UNFREEZE_STORE,
    FreezeStore,
)

_STORE = TypeAdapter(FrozenStore)


def freeze_store(parts: Parts, call: Call, request_id: str, command: FreezeStore) -> FrozenStore:
    """Return the store as frozen; one that was frozen already has the new reason.

    Raises NotGranted, RequestIdReused, ProgramNotFound, BusinessNotFound, StoreNotFound
    or Conflict.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, FREEZE_STORE, request_id, command)
    place = (command.business_id, command.store_id)

    def attempt() -> FrozenStore:
        now = parts.clock()
        _require_known(parts, command, now)
        frozen = FrozenStore(*place, command.reason, now, call.caller.client_id)
        before = reading.read_frozen_store(*place)
        done = ticket.done(now, answer=_STORE.dump_json(frozen))
        _commit(parts, [writing.insert_requests(done), writing.save_frozen_store(before, frozen)])
        return frozen

    def answer(earlier: Earlier) -> FrozenStore:
        return _STORE.validate_json(earlier.answer or b"")

    return Once(parts.requests, ticket, parts.clock, attempt, answer).run(call)


def unfreeze_store(parts: Parts, call: Call, request_id: str, command: FreezeStore) -> None:
    """Lift a freeze, if there is one.

    Raises NotGranted, RequestIdReused, Conflict, and where the store is not frozen also
    ProgramNotFound, BusinessNotFound or StoreNotFound: one that left the program meanwhile
    can be unfrozen, and a wrong name is told.
    """
    call.caller.require_group()
    ticket = parts.requests.ticket(call.caller, UNFREEZE_STORE, request_id, command)

    def attempt() -> None:
        now = parts.clock()
        before = reading.read_frozen_store(command.business_id, command.store_id)
        writes: list[Write] = [writing.insert_requests(ticket.done(now))]
        if before:
            writes.append(writing.delete_frozen_store(before))
        else:
            _require_known(parts, command, now)
        _commit(parts, writes)

    Once(parts.requests, ticket, parts.clock, attempt, lambda _: None).run(call)


def _require_known(parts: Parts, command: FreezeStore, now: datetime) -> None:
    parts.book.in_force(now).business(command.business_id).zone_of(command.store_id)


def _commit(parts: Parts, writes: Sequence[Write]) -> None:
    """Write all, and take it up here at once. Raises LostRace where others froze the store."""
    try:
        parts.unit_of_work.commit(writes)
    except DuplicateKey as duplicate:
        if writing.is_frozen_store_taken(duplicate):
            raise LostRace("the store was frozen meanwhile") from duplicate
        raise
    parts.frozen_stores.refresh()
