"""Lists what journeys did for a member, or are to do."""

from __future__ import annotations

from loyalty_chassis.calls import Call

from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.journeys.reach import Reach
from loyalty_points.store import reaches, reading
from loyalty_points.use_cases.parts import Parts

_LATEST_MS = 253_370_764_800_000
"""1 January 9999: nothing is due later."""
_SAME_MAX = 1 << 16
"""More than can be due for one member at one instant."""


def list_reaches(
    parts: Parts, call: Call, member_id: str, page_size: int, page_token: str
) -> tuple[list[Reach], str]:
    """Return a page of a member's reaches, the latest due first, and the next page's token.

    Raises NotGranted, MemberNotFound or InvalidField (page token).
    """
    call.caller.require_group()
    reading.read_member_itself(member_id)
    query = f"reaches|{member_id}"
    until_ms, shown = _LATEST_MS, 0
    if page_token:
        until_ms, shown = divmod(parts.page_tokens.open(query, page_token), _SAME_MAX)
    found = reaches.reaches_of(member_id, from_ms(until_ms), shown + page_size + 1)[shown:]
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    last_ms = to_ms(page[-1].due_time)
    same = sum(to_ms(reach.due_time) == last_ms for reach in page)
    if last_ms == until_ms:
        same += shown
    return page, parts.page_tokens.make(query, last_ms * _SAME_MAX + same)
