"""What a journey gives a member: points, in an entry."""

from __future__ import annotations

from dataclasses import replace

from loyalty_points.domain.accounts.lot_terms import lot_by_policy
from loyalty_points.domain.clearing.owing import owed_for_repaid_debt, together
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.journal.entry import Entry, EntryKind
from loyalty_points.domain.journal.entry_parts import Award
from loyalty_points.domain.journal.postings import balanced_postings, moved_flow
from loyalty_points.domain.journeys.journey import Action, Journey
from loyalty_points.domain.programs.program import Program
from loyalty_points.use_cases import journal

JOURNEYS = "journeys"
"""In place of a plugin, in the awards of journeys."""


def award(draft: journal.Draft, program: Program, journey: Journey, action: Action) -> Entry:
    """Give a journey's points in the draft's account, and return the entry that says so.

    Raises BusinessNotFound or LimitReached.
    """
    key = lot_by_policy(program, action.funder, draft.member.member_id, draft.now)
    given = draft.account.give(key, action.points, draft.now_ms, draft.now_ms)
    draft.account.require_room()
    flow = moved_flow(f"issued:{action.funder}", given.lot_changes, given.debt_changes)
    return replace(
        journal.new_entry(draft, EntryKind.JOURNEY_AWARDED, journal.by_time(), ""),
        business_id=action.funder,
        earned_points=action.points,
        awards=(
            Award(
                plugin=JOURNEYS,
                rule_id=journey.journey_id,
                reason=action.reason,
                points=action.points,
                qualifying_points=0,
                requested_points=action.points,
                limited_by="",
                funder=action.funder,
                lot_id=key.lot_id,
                expire_time=from_ms(key.expire_ms) if key.expire_ms else None,
                born_expired=False,
                line_points=(),
                line_qualifying_points=(),
            ),
        ),
        lot_changes=given.lot_changes,
        debt_changes=given.debt_changes,
        postings=balanced_postings(draft.account.account_id, [flow]),
        program_version=program.version,
        reason=action.reason,
        owed=together(owed_for_repaid_debt(given.debt_changes)),
        price_version=program.version,
    )
