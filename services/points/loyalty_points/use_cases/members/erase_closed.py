"""Erases what is still known of members who were closed, in batches.

That is what rules saw of them, and the answers to requests that changed them. The journal
stays provable: of the one it signs a digest, of the other nothing. A batch may be done
twice, by several workers, or be broken off anywhere: erasing again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

import structlog
from loyalty_chassis.storage.documents import Document
from loyalty_chassis.storage.writes import LostRace

from loyalty_points.domain.journal.entry import EntryKind
from loyalty_points.store import erasures
from loyalty_points.store.erasures import Erasure
from loyalty_points.use_cases.members import member_commands
from loyalty_points.use_cases.parts import Parts

logger = structlog.get_logger()

ENTRIES_PER_BATCH = 500

ANSWERED_WITH_THE_MEMBER = {
    EntryKind.MEMBER_ENROLLED: member_commands.ENROLL_MEMBER,
    EntryKind.MEMBER_UPDATED: member_commands.UPDATE_MEMBER,
    EntryKind.IDENTITY_LINKED: member_commands.LINK_IDENTITY,
    EntryKind.IDENTITY_UNLINKED: member_commands.UNLINK_IDENTITY,
    EntryKind.MEMBER_FROZEN: member_commands.FREEZE_MEMBER,
    EntryKind.MEMBER_UNFROZEN: member_commands.UNFREEZE_MEMBER,
    EntryKind.TIER_INVITED: member_commands.INVITE_TO_TIER,
    EntryKind.HOUSEHOLD_CREATED: member_commands.CREATE_HOUSEHOLD,
    EntryKind.HOUSEHOLD_JOINED: member_commands.JOIN_HOUSEHOLD,
    EntryKind.HOUSEHOLD_LEFT: member_commands.LEAVE_HOUSEHOLD,
    EntryKind.SPEND_LIMIT_SET: member_commands.SET_SPEND_LIMIT,
    EntryKind.MEMBER_MERGED_AWAY: member_commands.MERGE_MEMBERS,
    EntryKind.MEMBER_MERGED_IN: member_commands.MERGE_MEMBERS,
}
"""Of each kind of entry whose request was answered with the member, the operation.

A close is not among them: its answer holds nothing personal.
"""


def erase_closed(parts: Parts, batches_max: int) -> int:
    """Erase up to so many batches; return how many.

    What cannot be erased is tried again in the next run, and keeps nothing else waiting.
    """
    done, failed = 0, set[str]()
    while done < batches_max:
        found = erasures.read_erasures(1 + len(failed))
        erasure = next((each for each in found if each.member_id not in failed), None)
        if erasure is None:
            break
        if _erase_or_leave(parts, erasure):
            done += 1
        else:
            failed.add(erasure.member_id)
    return done


def _erase_or_leave(parts: Parts, erasure: Erasure) -> bool:
    try:
        erase_batch(parts, erasure)
    except Exception:  # one member must not keep all others from being erased
        logger.exception("member cannot be erased", member_id=erasure.member_id)
        return False
    return True


def erase_batch(parts: Parts, erasure: Erasure) -> None:
    """Erase what the next entries of one account hold, and remember how far that is."""
    if not erasure.account_ids:
        _go_on(parts, erasure, None)
        return
    entries = erasures.entries_to_erase(erasure, ENTRIES_PER_BATCH)
    own = [entry for entry in entries if entry["member_id"] in erasure.member_ids]
    if own:
        ids = [entry["_id"] for entry in own]
        parts.unit_of_work.update_all(erasures.erase_seen(ids))
        parts.unit_of_work.update_all(erasures.erase_answers(list(_request_keys(own))))
    if entries:
        _go_on(parts, erasure, replace(erasure, sequence=int(entries[-1]["sequence"])))
    else:
        _go_on(parts, erasure, replace(erasure, account_ids=erasure.account_ids[1:], sequence=0))


def _go_on(parts: Parts, before: Erasure, after: Erasure | None) -> None:
    write = (
        erasures.update_erasure(before, after)
        if after is not None and after.account_ids
        else erasures.delete_erasure(before)
    )
    with suppress(LostRace):  # another worker did the same batch
        parts.unit_of_work.commit([write])


def _request_keys(entries: Iterable[Document]) -> Iterable[str]:
    for entry in entries:
        operation = ANSWERED_WITH_THE_MEMBER.get(EntryKind(entry["kind"]))
        if operation:
            yield f"{entry['client_id']}|{operation}|{entry['request_id']}"
