"""What a member used up of the program's limits, from nothing but the entries of the account.

Written apart from `domain/members/member_limits.py`, so that one checks the other. Told by the
account's own entries only as long as the member neither was merged, nor closed, nor shared
an account; what rules count is not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loyalty_chassis.storage.documents import Document

from loyalty_points.domain.instants import local_date, rfc3339
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases.auditing.rederive import Difference, first_wrong

_SPENDING = ("purchase", "redemption", "hold_captured")
_ENDING = ("member_merged_in", "member_merged_away", "member_closed", "household_joined")
_CHECKED = (
    "member-day",
    "member-month",
    "redeemed-day",
    "redeemed-month",
    "redemptions",
    "transfer-day",
)
_MONTH = len("YYYY-MM")

_Window = tuple[str, str]
"""Limit and window."""


@dataclass(slots=True)
class RederivedCounters:
    """The counters of the member whose own an account is, as its entries so far add up."""

    account_id: str
    programs: Mapping[int, Program]
    """By version."""
    counted: dict[_Window, int] = field(default_factory=dict)
    originals: dict[str, tuple[datetime, datetime, int, int]] = field(default_factory=dict)
    """By entry id: when recorded, when it happened, and the programs of then."""
    is_told: bool = True
    """Whether the entries tell everything."""

    def take_in(self, entry: Document) -> None:
        """Take in the next entry."""
        if entry["kind"] in _ENDING or entry["member_id"] != self.account_id:
            self.is_told = False
        if not self.is_told:
            return
        if entry["kind"] in _SPENDING:
            self._spend_and_earn(entry)
        if entry["kind"] == "transfer_sent":
            day = _day(entry["record_time"], self.programs[entry["program_version"]])
            sent = -sum(change["points"] for change in entry["lot_changes"])
            self._count("transfer-day", day, sent, day)
        if undone := entry.get("reversal"):
            self._give_back(undone)

    def _spend_and_earn(self, entry: Document) -> None:
        recorded, happened = entry["record_time"], entry["event_time"]
        now_version, then_version = entry.get("price_version", 0), entry["program_version"]
        if now_version not in self.programs:  # of before entries said it
            self.is_told = False
            return
        self.originals[entry["_id"]] = recorded, happened, now_version, then_version
        current = self.programs[now_version]
        if entry["burned_points"]:
            self._redeem(entry["burned_points"], recorded, current)
        if entry["kind"] == "purchase":
            oldest = _oldest_day(recorded, current)
            self._forget_before(oldest)
            self._earn(entry["earned_points"], happened, self.programs[then_version], oldest)

    def compare(self, member: Document) -> Difference | None:
        """Return a difference where the member's counters are not what the entries say."""
        if not self.is_told or member.get("account_id"):
            return None
        stored = {
            (known["limit"], known["window"]): known["count"]
            for known in member.get("counters", ())
            if known["limit"] in _CHECKED
        }
        return first_wrong(self.account_id, 0, [("counters", _plain(self.counted), _plain(stored))])

    def _redeem(self, points: int, now: datetime, program: Program) -> None:
        limits, day = program.limits.members, _day(now, program)
        if limits.max_redeemed_points_per_day:
            self._count("redeemed-day", day, points, day)
        if limits.max_redeemed_points_per_month:
            self._count("redeemed-month", day[:_MONTH], points, day)
        if limits.max_redemptions:
            start = now - timedelta(seconds=limits.redemption_span_seconds)
            self._count("redemptions", rfc3339(now), 1, rfc3339(start))

    def _earn(self, points: int, happened: datetime, program: Program, oldest: str) -> None:
        limits, day = program.limits.members, _day(happened, program)
        if limits.max_earned_points_per_day:
            self._count("member-day", day, points, oldest)
        if limits.max_earned_points_per_month:
            self._count("member-month", day[:_MONTH], points, oldest)

    def _give_back(self, undone: Document) -> None:
        if undone["entry_id"] not in self.originals:
            self.is_told = False
            return
        recorded, happened, now_version, then_version = self.originals[undone["entry_id"]]
        spent = _day(recorded, self.programs[now_version])
        earned = _day(happened, self.programs[then_version])
        for limit, window, points in (
            ("redeemed-day", spent, undone["restored_points"]),
            ("redeemed-month", spent[:_MONTH], undone["restored_points"]),
            ("member-day", earned, undone["clawed_back_points"]),
            ("member-month", earned[:_MONTH], undone["clawed_back_points"]),
        ):
            if (limit, window) in self.counted:
                self._count(limit, window, -points, "")

    def _count(self, limit: str, window: str, number: int, oldest: str) -> None:
        for known in [key for key in self.counted if key[0] == limit]:
            if known[1] != window and _is_before(known[1], oldest):
                del self.counted[known]
        total = max(0, self.counted.get((limit, window), 0) + number)
        self.counted[limit, window] = total
        if not total:
            del self.counted[limit, window]

    def _forget_before(self, oldest: str) -> None:
        self.counted = {
            known: count
            for known, count in self.counted.items()
            if not _is_before(known[1], oldest)
        }


def _day(instant: datetime, program: Program) -> str:
    return local_date(instant, program.time_zone).isoformat()


def _oldest_day(now: datetime, program: Program) -> str:
    limits = program.limits
    age = max(limits.max_purchase_age_seconds, limits.max_claim_age_seconds)
    return ((now - timedelta(seconds=age)).date() - timedelta(days=1)).isoformat()


def _is_before(window: str, oldest: str) -> bool:
    return window < oldest[: len(window)]


def _plain(counted: Mapping[_Window, int]) -> dict[str, int]:
    return {f"{limit} {window}": count for (limit, window), count in sorted(counted.items())}
