"""Requests that had an outcome, to be sent again as they were, or with other content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NOBODY = "0" * 26


@dataclass
class Asked:
    """A request that had an outcome."""

    method: Any
    request: Any
    outcome: Any
    is_erased: bool = False
    """Whether the answer went with the member that it told of."""


def tells_of(outcome: Any, member_ids: list[str]) -> bool:
    """Tell whether an answer holds one of these members."""
    return any(
        getattr(outcome, name).member_id in member_ids
        for name in ("member", "owner")
        if hasattr(outcome, name)
    )


OTHER = {
    **dict.fromkeys(("reason", "operator_id", "claim_code"), "other"),
    **dict.fromkeys(("hold_id", "owner_member_id", "source_member_id", "member_id"), NOBODY),
}
"""What a field of a request is changed to."""


def change(request: Any) -> None:
    """Make a request's content another."""
    fields = request.DESCRIPTOR.fields_by_name
    if "purchase" in fields:
        request.purchase.channel = "other"
    elif "adjustment" in fields:
        request.adjustment.reason = "other"
    elif "original" in fields and "reason" not in fields:
        request.original.entry_id = f"{NOBODY}-1"
    elif name := next((name for name in OTHER if name in fields), ""):
        setattr(request, name, OTHER[name])
    else:
        request.store_id = f"{request.business_id}-2"
