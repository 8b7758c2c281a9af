"""What joining and leaving a household moved."""

from __future__ import annotations

from loyalty.points.v1.entry_pb2 import Entry
from loyalty.points.v1.household_service_pb2 import JoinHouseholdResponse, LeaveHouseholdResponse
from loyalty.points.v1.member_pb2 import Member
from rich.console import Console

from .facts import print_facts
from .member import spending_limit


def print_joined(console: Console, answer: JoinHouseholdResponse) -> None:
    """Print what the member brought, and what the household has then."""
    entry = answer.household_entry
    facts = {
        "joined": answer.member.member_id,
        "household of": answer.member.household_owner_id,
        "may spend": spending_limit(answer.member) or "without limit",
        "points brought": f"{_points(entry):,}",
        "debt brought": f"{_debt(entry):,}",
        "holds brought": f"{len(entry.holds):,}",
        "household has": f"{entry.balance_after.available_points:,} available",
    }
    print_facts(console, facts)


def print_limited(console: Console, member: Member) -> None:
    """Print what a member may spend of the household from now on."""
    facts = {
        "member": member.member_id,
        "household of": member.household_owner_id,
        "may spend": spending_limit(member) or "without limit",
    }
    print_facts(console, facts)


def print_left(console: Console, answer: LeaveHouseholdResponse) -> None:
    """Print what the member took along, and what is left to the household."""
    own, shared = answer.member_entry, answer.household_entry
    facts = {
        "left": answer.member.member_id,
        "household of": shared.account_id,
        "points taken": f"{_points(own):,}",
        "now available": f"{own.balance_after.available_points:,}",
        "household has": f"{shared.balance_after.available_points:,} available",
    }
    print_facts(console, facts)


def _points(entry: Entry) -> int:
    """Return what came into an account's lots."""
    return sum(change.points for change in entry.lot_changes)


def _debt(entry: Entry) -> int:
    """Return what came to an account's debt."""
    return sum(change.points for change in entry.debt_changes)
