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


def change(request: Any) -> None:
    """Make a request's content another."""
    fields = request.DESCRIPTOR.fields_by_name
    if "reason" in fields:
        request.reason = "other"
    elif "operator_id" in fields:
        request.operator_id = "other"
    elif "claim_code" in fields:
        request.claim_code = "other"
    elif "purchase" in fields:
        request.purchase.channel = "other"
    elif "adjustment" in fields:
        request.adjustment.reason = "other"
    elif "hold_id" in fields:
        request.hold_id = NOBODY
    elif "original" in fields:
        request.original.entry_id = f"{NOBODY}-1"
    elif "owner_member_id" in fields:
        request.owner_member_id = NOBODY
    elif "source_member_id" in fields:
        request.source_member_id = NOBODY
    else:
        request.member_id = NOBODY
