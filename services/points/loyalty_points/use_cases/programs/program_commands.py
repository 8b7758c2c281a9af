"""What operators ask for about programs and stores."""

from __future__ import annotations

from dataclasses import dataclass

PUBLISH_PROGRAM = "publish_program"
FREEZE_STORE = "freeze_store"
UNFREEZE_STORE = "unfreeze_store"


@dataclass(frozen=True, slots=True)
class FreezeStore:
    """Keep a store from giving and taking points; without a reason, let it again."""

    business_id: str
    store_id: str
    reason: str = ""
