"""Which tier a member has: reached at once, reviewed in time, never below an invitation.

A member has earned a tier, and may be invited to one; the higher is in force. Both hold as
of an instant: who looks at a tier first lets `bring_up_to` do what time has brought about,
so that it does not matter when a worker comes by. Reviews lower tiers and never raise them;
a purchase raises them and never lowers them. Late purchases count on their day, for
reviews still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from loyalty_points.domain.instants import EPOCH, add_days, local_date
from loyalty_points.domain.members.day_counts import together
from loyalty_points.domain.members.member import Invitation, Member
from loyalty_points.domain.programs.policies import Downgrade, Tier
from loyalty_points.domain.programs.program import Program
from loyalty_points.domain.tiers.tier_periods import (
    Review,
    added_up,
    counting_day,
    first_review,
    next_review,
)

_NONE = -1
"""The level of no tier."""


def rising(program: Program) -> list[Tier]:
    """Return the program's tiers, lowest first."""
    by = program.tier_policy.qualify_by
    return sorted(program.tiers, key=lambda tier: tier.threshold(by))


def level(tiers: Sequence[Tier], tier_id: str) -> int:
    """Return the place of a tier among rising ones, from 0; -1 for none, or one not there."""
    return next((place for place, tier in enumerate(tiers) if tier.tier_id == tier_id), _NONE)


def benefits_of(program: Program, tier_id: str) -> tuple[str, ...]:
    """Return what a tier brings; nothing for none, or one that the program does not have."""
    return next((tier.benefits for tier in program.tiers if tier.tier_id == tier_id), ())


def qualify(program: Program, member: Member, now: datetime) -> None:
    """Give the tier that is reached by what counts now, if it is higher than the one earned.

    Points on a threshold reach it (features.md AC-07, Talon.One: 300 is Gold). A tier that
    the program no longer has counts as none. Without tiers nothing changes: the next
    program may have some.
    """
    tiers = rising(program)
    if not tiers:
        return
    today = local_date(now, program.time_zone)
    amount = added_up(program, member, counting_day(program, member, today))
    reached, earned = _reached(program, tiers, amount), level(tiers, member.earned)
    is_new = reached > earned or (earned == _NONE and member.earned != "")
    if is_new:
        _put(tiers, member, _id(tiers, reached), member.invitation, today)
    if is_new or member.tier_review_time is None:  # none: the program may lower tiers only now
        _plan(program, member, first_review(program, member, today))


def take_up(program: Program, member: Member, since: datetime) -> bool:
    """Reckon a tier by a program in force `since` then, as it was then; tell what has changed.

    Gives the tier that was reached by what counted then, and plans a review where there is
    none, so that who never buys again has what the program gives and loses what it takes. A
    tier that has changed in the days since was reckoned by the program itself, and stays.
    """
    tiers = rising(program)
    if not tiers:
        return False
    before, day = _reckoned(member), local_date(since, program.time_zone)
    if member.tier_since_day <= day.isoformat():
        first_day = counting_day(program, member, day)
        reached = _reached(program, tiers, added_up(program, member, first_day, add_days(day, 1)))
        earned = level(tiers, member.earned)
        if reached > earned or (earned == _NONE and member.earned != ""):
            _put(tiers, member, _id(tiers, reached), member.invitation, day)
            _plan(program, member, first_review(program, member, day))
    if member.tier_review_time is None:
        _plan(program, member, first_review(program, member, day))
    return _reckoned(member) != before


def bring_up_to(now: datetime, in_force: Callable[[datetime], Program], member: Member) -> bool:
    """Do the reviews that are due, in order; tell whether there were any.

    `in_force` tells the program at an instant: each review goes by the one of its time.
    """
    was_due = False
    while member.tier_due_time is not None and member.tier_due_time <= now:
        review(in_force(member.tier_due_time), member)
        was_due = True
    return was_due


def review(program: Program, member: Member) -> None:
    """Do what is due at the member's `tier_due_time`: judge the tier, end the invitation.

    A tier that was not earned again in its period is kept, lowered by one level, or
    becomes the one that was earned, as the program says.
    """
    due = member.tier_due_time
    if due is None:
        return
    tiers, today = rising(program), local_date(due, program.time_zone)
    earned, invitation = member.earned, member.invitation
    if member.tier_review_time == due:
        first_day = date.fromisoformat(member.tier_first_day or today.isoformat())
        earned = _judged(program, tiers, member, added_up(program, member, first_day, today))
        planned = next_review(program, member, first_day, today)
        _put(tiers, member, earned, invitation, today)
        _plan(program, member, planned)
    if invitation is not None and invitation.end_time == due:
        _put(tiers, member, earned, None, today)


def invite(program: Program, member: Member, invitation: Invitation | None, now: datetime) -> None:
    """Let a member have at least the invitation's tier until it ends; None takes it back."""
    today = local_date(now, program.time_zone)
    _put(rising(program), member, member.earned, invitation, today)


def take_over(program: Program, member: Member, other: Member, now: datetime) -> None:
    """Give a member what another, found to be the same, had of tiers: the higher of each.

    What qualified counts together from now on. Both must have been brought up to now.
    """
    tiers, today = rising(program), local_date(now, program.time_zone)
    since = {each.tier_id: each.tier_since_day for each in (other, member)}
    both = (member, other)
    best = max(both, key=lambda each: (level(tiers, each.earned), each.tier_review_time or EPOCH))
    invited = [each.invitation for each in both if each.invitation is not None]
    invitation = max(invited, key=lambda each: level(tiers, each.tier_id), default=None)
    member.tier_first_day, member.tier_review_time = best.tier_first_day, best.tier_review_time
    member.told_review_time = best.told_review_time
    _put(tiers, member, best.earned, invitation, today)
    member.tier_since_day = since.get(member.tier_id, member.tier_since_day)
    member.qualifying_days = together(member.qualifying_days, other.qualifying_days)
    member.spend_days = together(member.spend_days, other.spend_days)
    qualify(program, member, now)


def forget(member: Member) -> None:
    """Forget everything that tiers go by."""
    member.tier_id = member.earned_tier_id = member.tier_since_day = member.tier_first_day = ""
    member.tier_review_time = member.told_review_time = member.invitation = None
    member.qualifying_days, member.spend_days = {}, {}


def can_be_lost(program: Program, tier_id: str) -> bool:
    """Tell whether a review may lower a tier: not one that is reached with nothing."""
    if program.tier_policy.downgrade is Downgrade.NONE:
        return False
    by = program.tier_policy.qualify_by
    return any(tier.tier_id == tier_id and tier.threshold(by) > 0 for tier in program.tiers)


def _reckoned(member: Member) -> tuple[object, ...]:
    """Return all that a program says of a member's tier."""
    return (
        member.tier_id,
        member.earned_tier_id,
        member.tier_since_day,
        member.tier_first_day,
        member.tier_review_time,
    )


def _reached(program: Program, tiers: Sequence[Tier], amount: int) -> int:
    by = program.tier_policy.qualify_by
    return sum(tier.threshold(by) <= amount for tier in tiers) - 1


def _id(tiers: Sequence[Tier], place: int) -> str:
    return tiers[place].tier_id if place > _NONE else ""


def _judged(program: Program, tiers: Sequence[Tier], member: Member, amount: int) -> str:
    """Return the tier that a review leaves of the one earned, by what qualified for it."""
    reached, earned = _reached(program, tiers, amount), level(tiers, member.earned)
    if earned == _NONE:
        return _id(tiers, reached)
    lowest = {
        Downgrade.NONE: earned,
        Downgrade.ONE_LEVEL: earned - 1,
        Downgrade.REASSESS: _NONE,
    }[program.tier_policy.downgrade]
    return _id(tiers, min(earned, max(lowest, reached)))


def _put(
    tiers: Sequence[Tier], member: Member, earned: str, invitation: Invitation | None, today: date
) -> None:
    """Let this be earned and that the invitation: the higher of the two is in force."""
    tier_id = earned
    if invitation is not None:
        tier_id = max(earned, invitation.tier_id, key=lambda each: level(tiers, each))
    member.invitation = invitation
    member.earned_tier_id = earned if invitation else ""
    if member.tier_id != tier_id:
        member.tier_id, member.tier_since_day = tier_id, today.isoformat()


def _plan(program: Program, member: Member, planned: Review | None) -> None:
    """Fix the next review, if there is anything to lose by it."""
    if planned is None or not can_be_lost(program, member.earned):
        member.tier_first_day, member.tier_review_time = "", None
    else:
        member.tier_first_day = planned.first_day.isoformat()
        member.tier_review_time = planned.time
