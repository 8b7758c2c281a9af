"""A tier that a review would lower is told of ahead: once for each review, as things stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from loyalty_chassis.events.envelope import Event
from loyalty_points.use_cases.notices.tell_of_risk import tell_of_risk
from points.use_cases.notices.conftest import Told

from support import build
from support.asking import give, member_of
from support.events.eventful import settle
from support.forging import forge, restore
from support.harness import Client, Harness
from support.tampering import difference
from support.together import at_once, require_clean_audit

REVIEW = datetime(2028, 1, 1, 5, tzinfo=UTC)
"""New Year in New York."""


def gold(client: Client) -> str:
    """Enroll a member and let them reach gold in 2026: it is theirs to the end of 2027."""
    member_id = build.enroll(client)
    give(client, member_id, 900)
    assert member_of(client, member_id).tier_id == "gold"
    return member_id


def risks(told: Told, member_id: str) -> list[Event]:
    return [each for each in told(member_id) if each.type == "loyalty.points.v1.TierAtRisk"]


def test_members_are_told_of_a_tier_they_will_lose_once_and_nobody_else_is(
    harness: Harness, operator: Client, told: Told
) -> None:
    loses, keeps, invited, never = *(gold(operator) for _ in range(3)), build.enroll(operator)
    operator.members.InviteToTier(build.invite(invited, "gold"))
    harness.clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    assert tell_of_risk(harness.parts, 100) == 0
    harness.clock.now = datetime(2026, 12, 3, tzinfo=UTC)
    assert tell_of_risk(harness.parts, 100) == 3  # looked at; gold was earned this year
    harness.clock.now = datetime(2027, 11, 1, tzinfo=UTC)
    settle(harness)
    bought = build.purchase(build.line(950), at=harness.clock())
    operator.points.RecordPurchase(build.record(keeps, bought))
    assert tell_of_risk(harness.parts, 100) == 0
    assert not any(risks(told, each) for each in (loses, keeps, invited, never))
    harness.clock.now = datetime(2027, 12, 3, tzinfo=UTC)
    at_once([lambda: tell_of_risk(harness.parts, 100)] * 3)
    assert tell_of_risk(harness.parts, 100) == 0
    (event,) = risks(told, loses)
    assert (event.subject, event.sequence, event.time) == (loses, None, harness.clock())
    assert event.data == {
        "account_id": loses,
        "member_id": loses,
        "tier_id": "gold",
        "tier_id_after_review": "",
        "review_time": "2028-01-01T05:00:00Z",
    }
    assert not any(risks(told, each) for each in (keeps, invited, never))
    harness.clock.now = REVIEW
    settle(harness)
    assert [member_of(operator, each).tier_id for each in (loses, keeps)] == ["", "gold"]
    require_clean_audit(operator)


def test_a_look_changes_nothing_of_the_tier(harness: Harness, operator: Client) -> None:
    harness.clock.now = max(harness.clock.now, datetime(2028, 11, 1, tzinfo=UTC))
    member_id = build.enroll(operator)
    bought = build.purchase(build.line(900), at=harness.clock())
    operator.points.RecordPurchase(build.record(member_id, bought))
    before = member_of(operator, member_id)
    harness.clock.now = datetime(2028, 12, 20, tzinfo=UTC)
    assert tell_of_risk(harness.parts, 100) >= 1
    after = member_of(operator, member_id)
    assert (after.tier_id, after.tier_progress) == (before.tier_id, before.tier_progress)


@pytest.mark.parametrize("tier_before", ["", "platinum"])
def test_the_tier_that_an_entry_found_is_audited_though_it_is_signed(
    harness: Harness, operator: Client, tier_before: str
) -> None:
    member_id = build.enroll(operator)
    operator.members.InviteToTier(build.invite(member_id, "gold"))
    operator.members.InviteToTier(build.invite(member_id, ""))
    require_clean_audit(operator, member_id)
    entries = forge(harness, member_id, 3, lambda entry: entry.update(tier_before=tier_before))
    found = difference(operator, member_id)
    restore(member_id, entries)
    assert found is not None
    assert (found.sequence, found.subject) == (3, "tier_before")
