"""What merging and closing did."""

from __future__ import annotations

from loyalty.points.v1.member_service_pb2 import CloseMemberResponse, MergeMembersResponse
from rich.console import Console

from .facts import print_facts


def print_merged(console: Console, answer: MergeMembersResponse, *, dry_run: bool) -> None:
    """Print what went to the target, or would go."""
    balance = answer.target_entry.balance_after
    source, target = answer.source_entry.member_id, answer.member.member_id
    facts = {
        "would merge" if dry_run else "merged": f"{source} into {target}",
        "lots": f"{answer.moved_lot_count:,}",
        "points": f"{answer.moved_points:,}",
        "debt": f"{answer.moved_debt_points:,}",
        "holds": f"{answer.moved_hold_count:,}",
        "identities": f"{answer.moved_identity_count:,}",
        "then available": f"{balance.available_points:,}",
        "then tier": answer.member.tier_id,
    }
    print_facts(console, facts)


def print_closed(console: Console, answer: CloseMemberResponse) -> None:
    """Print what was written off, and against whom."""
    legs = {leg.ledger_account: leg.points for leg in answer.entry.postings}
    written_off = [
        f"{points:,} of {name.partition(':')[2]}"
        for name, points in legs.items()
        if name.startswith("breakage:")
    ]
    forgiven = [
        f"{-points:,} to {name.partition(':')[2]}"
        for name, points in legs.items()
        if name.startswith("issued:")
    ]
    facts = {
        "closed": answer.member.member_id,
        "points written off": "\n".join(written_off) or "none",
        "debt forgiven": "\n".join(forgiven) or "none",
        "holds released": f"{len(answer.entry.holds):,}",
    }
    print_facts(console, facts)
