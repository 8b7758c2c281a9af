"""Records what one real call writes, for the raw process to send again."""

from __future__ import annotations

from typing import Any

import bson
from bench import sample
from bench.workers.template import RECEIPT_NUMBER, REQUEST_ID
from loyalty_chassis.storage.writes import Insert, Update, Write

from support import build
from support.commands import CALL_COMMANDS
from support.harness import Harness


def recorded(harness: Harness, lots: int) -> tuple[bytes, list[str]]:
    """Record a purchase; return what was given to the unit of work, as BSON, and its commands."""
    client, now = harness.client(), harness.clock()
    member_id = sample.enroll(client, now)
    sample.open_lots(client, member_id, now, lots)
    client.points.RecordPurchase(sample.earn_and_burn(member_id, now))
    unit_of_work = harness.parts.unit_of_work
    bought = sample.bill(now)
    bought.receipt_number = RECEIPT_NUMBER
    request = build.record(member_id, bought, sample.BURN_POINTS, REQUEST_ID)
    seen: list[Write] = []
    commit = unit_of_work.commit

    def spy(writes: Any) -> None:
        seen.extend(writes)
        commit(writes)

    unit_of_work.commit = spy  # type: ignore[method-assign]
    commands, _ = CALL_COMMANDS.of(lambda: client.points.RecordPurchase(request))
    unit_of_work.commit = commit  # type: ignore[method-assign]
    writes = [_plain(write) for write in seen]
    entry = next(write["documents"][0] for write in writes if write["collection"] == "entries")
    template = {"member_id": member_id, "entry_id": entry["_id"], "writes": writes}
    return bson.encode(template), commands


def _plain(write: Write) -> dict[str, Any]:
    collection = write.model._meta["collection"]  # type: ignore[attr-defined]
    if isinstance(write, Insert):
        return {"collection": collection, "documents": list(write.documents)}
    if isinstance(write, Update):
        return {"collection": collection, "guard": write.guard, "change": write.change}
    raise TypeError("recording a purchase deletes nothing")
