"""Lists the frozen stores, as the database has them."""

from __future__ import annotations

from loyalty_chassis.calls import Call

from loyalty_points.domain.programs.frozen_store import FrozenStore, place_id
from loyalty_points.store import reading
from loyalty_points.use_cases.parts import Parts

_LIST = "frozen_stores"


def list_frozen_stores(
    parts: Parts, call: Call, page_size: int, page_token: str
) -> tuple[list[FrozenStore], str]:
    """Return a page of frozen stores by id, and the token of the next page.

    Raises NotGranted or InvalidField (page token).
    """
    call.caller.require_group()
    after = parts.page_tokens.open_text(_LIST, page_token) if page_token else ""
    found = reading.read_frozen_stores(after, page_size + 1)
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    last = place_id(page[-1].business_id, page[-1].store_id)
    return page, parts.page_tokens.make_text(_LIST, last)
