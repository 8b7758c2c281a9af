"""The writes of a recorded call, made ready to be sent again with ids of their own."""

from __future__ import annotations

from typing import Any

from bench import sample

Writes = list[dict[str, Any]]

REQUEST_ID = "the-recorded-request"
RECEIPT_NUMBER = "the-recorded-receipt"


def filled(template: dict[str, Any], member_id: str, versions: dict[str, int]) -> Writes:
    """Return the writes for another member, with fresh ids and as its next entry."""
    sequence = versions["sequence"] + 1
    texts = {
        template["entry_id"]: f"{member_id}-{sequence}",
        template["member_id"]: member_id,
        REQUEST_ID: sample.fresh(),
        RECEIPT_NUMBER: sample.fresh(),
    }
    writes: Writes = _replaced(template["writes"], texts)
    for write in writes:
        for document in write.get("documents", ()):
            document["sequence"] = sequence
        if guard := write.get("guard"):
            guard["version"] = versions[write["collection"]]
    return writes


def _replaced(value: Any, texts: dict[str, str]) -> Any:
    """Return a copy with texts replaced wherever they occur, in names too."""
    if isinstance(value, dict):
        return {_replaced(name, texts): _replaced(item, texts) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, texts) for item in value]
    if isinstance(value, str):
        for old, new in texts.items():
            value = value.replace(old, new)
    return value
