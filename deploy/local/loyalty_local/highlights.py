"""Looking for the member whose statement shows the most, and for a purchase to return."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from loyaltyctl.replaying import Outcome

STATEMENT_ENTRIES = 8

# Businesses seen, burns seen, and the name, so that equal ones do not depend on chance.
_Score = tuple[int, int, str]


@dataclass(slots=True)
class Highlights:
    """The last purchases of each member, as far as a statement shows them."""

    lately: dict[str, deque[Outcome]] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Take in one purchase."""
        if outcome.entry is not None:
            recent = self.lately.setdefault(
                outcome.item.member_name, deque(maxlen=STATEMENT_ENTRIES)
            )
            recent.append(outcome)

    def best_member(self) -> str:
        """Name the member who earned at one business and spent at another, at the most of them.

        Empty where nobody did.
        """
        scores = [_score(name, recent) for name, recent in sorted(self.lately.items())]
        return max((score for score in scores if score is not None), default=(0, 0, ""))[2]

    def to_return(self) -> Outcome | None:
        """Return the latest purchase of several lines that points paid for and that earned.

        Where there is none, the latest that comes near; None where no points moved lately.
        """
        lately = [outcome for _, recent in sorted(self.lately.items()) for outcome in recent]
        moved = (outcome for outcome in lately if any(_moved(outcome)))
        return max(moved, key=_return_score, default=None)


def _moved(outcome: Outcome) -> tuple[int, int]:
    entry = outcome.entry
    return (entry.burned_points, entry.earned_points) if entry is not None else (0, 0)


def _return_score(outcome: Outcome) -> tuple[bool, bool, int]:
    purchase = outcome.item.purchase
    return all(_moved(outcome)), len(purchase.lines) > 1, purchase.purchase_time.ToNanoseconds()


def _score(member_name: str, recent: deque[Outcome]) -> _Score | None:
    entries = [outcome.entry for outcome in recent if outcome.entry is not None]
    earned = {entry.business_id for entry in entries if entry.earned_points}
    burns = [entry.business_id for entry in entries if entry.burned_points]
    if not any(earned - {business_id} for business_id in burns):
        return None
    return len(earned | set(burns)), len(burns), member_name
