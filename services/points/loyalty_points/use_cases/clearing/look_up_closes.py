"""Looks up closed periods. Writes nothing."""

from __future__ import annotations

from loyalty_chassis.calls import Call

from loyalty_points.domain.clearing.clearing import ClosedPeriod
from loyalty_points.domain.clearing.periods import Period
from loyalty_points.domain.errors import CloseNotFound
from loyalty_points.store import closes
from loyalty_points.use_cases.parts import Parts


def get_close(call: Call, period: Period) -> ClosedPeriod:
    """Return a closed period. Raises NotGranted or CloseNotFound."""
    call.caller.require_group()
    closed = closes.read_close(period.text)
    if closed is None:
        message = f"the period {period.text} was not closed"
        raise CloseNotFound(message, {"period": period.text})
    return closed


def list_closes(
    parts: Parts, call: Call, page_size: int, page_token: str
) -> tuple[list[ClosedPeriod], str]:
    """Return a page of closed periods, newest first, and the token of the next page.

    Raises NotGranted or InvalidField (page token).
    """
    call.caller.require_group()
    if page_token:
        before = parts.page_tokens.open("closes", page_token)
    else:
        newest = closes.read_last_close()
        before = newest[0].number + 1 if newest else 1
    page = closes.read_closes(before, page_size)
    more = bool(page) and page[-1].number > 1
    return page, parts.page_tokens.make("closes", page[-1].number) if more else ""
