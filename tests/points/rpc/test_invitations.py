"""An invitation is a floor under the tier, with a reason, a name and an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from loyalty.points.v1 import entry_pb2, member_service_pb2, points_service_pb2, program_pb2
from loyalty_points.use_cases.settle_accounts import settle_accounts

from support import build
from support.clocks import NOON
from support.harness import Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.together import require_clean_audit

MONTH = timedelta(days=30)


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    running = start_harness(
        database_url, tmp_path_factory.mktemp("invited"), registry_of({"simple": simple_rules})
    )
    tiers = [
        program_pb2.Tier(tier_id=name, display_name=name, qualifying_points=points)
        for name, points in (("silver", 100), ("gold", 1000))
    ]
    plugins: build.Plugins = {"retail": [("simple", {})]}
    build.publish(running.client(), build.program(plugins, tiers=tiers, tier_window_days=365))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def noon(harness: Harness) -> Iterator[None]:
    yield
    harness.clock.now = NOON


def tier_of(client: Client, member_id: str) -> str:
    request = member_service_pb2.GetMemberRequest(member_id=member_id)
    tier_id: str = client.members.GetMember(request).member.tier_id
    return tier_id


def entries_of(client: Client, member_id: str) -> list[entry_pb2.Entry]:
    listed = points_service_pb2.ListEntriesRequest(member=build.key(member_id))
    return list(client.points.ListEntries(listed).entries)


def test_an_invited_member_has_the_tier_until_the_invitation_ends(
    harness: Harness, operator: Client, member_id: str
) -> None:
    end = build.timestamp(NOON + MONTH)
    member = operator.members.InviteToTier(build.invite(member_id, "gold", end_time=end)).member
    assert (member.tier_id, member.invitation.operator_id) == ("gold", "alice")
    harness.clock.now = NOON + MONTH
    settle_accounts(harness.parts, 100)
    assert tier_of(operator, member_id) == ""
    kinds = [entry.kind for entry in entries_of(operator, member_id)]
    assert kinds[:2] == [entry_pb2.ENTRY_KIND_TIER_REVIEWED, entry_pb2.ENTRY_KIND_TIER_INVITED]
    require_clean_audit(operator)


def test_what_was_earned_meanwhile_is_kept(
    harness: Harness, operator: Client, member_id: str
) -> None:
    operator.members.InviteToTier(build.invite(member_id, "gold"))
    operator.points.RecordPurchase(build.record(member_id, build.purchase(build.line(200))))
    assert tier_of(operator, member_id) == "gold"
    operator.members.InviteToTier(build.invite(member_id, ""))
    assert tier_of(operator, member_id) == "silver"


def test_the_journal_tells_the_tier_the_end_and_who_answers_for_it(
    harness: Harness, operator: Client, member_id: str
) -> None:
    end = build.timestamp(NOON + MONTH)
    operator.members.InviteToTier(build.invite(member_id, "gold", end_time=end))
    operator.members.InviteToTier(build.invite(member_id, "", operator_id="bob"))
    back, invited = entries_of(operator, member_id)[:2]
    assert (invited.operator_id, invited.reason) == ("alice", "guest-of-honor")
    told = invited.invitation
    assert (told.tier_id, told.operator_id, told.end_time) == ("gold", "alice", end)
    assert back.operator_id == "bob"
    assert not back.HasField("invitation")
    for entry in entries_of(harness.client("retail-tills"), member_id)[:2]:
        assert not entry.operator_id, "the group's own affair"
        assert not entry.HasField("invitation")
    require_clean_audit(operator, member_id)


@pytest.mark.parametrize("wrong", [{"invitation.tier_id": "silver"}, {"invitation": None}])
def test_an_invitation_that_nobody_recorded_is_found(
    harness: Harness, operator: Client, member_id: str, wrong: dict[str, object]
) -> None:
    operator.members.InviteToTier(build.invite(member_id, "gold"))
    require_clean_audit(operator, member_id)
    harness.database["members"].update_one({"_id": member_id}, {"$set": wrong})
    with pytest.raises(AssertionError, match="invitation"):
        require_clean_audit(operator, member_id)
    operator.members.InviteToTier(build.invite(member_id, "gold"))


def test_only_the_group_invites(harness: Harness, member_id: str) -> None:
    till = harness.client("retail-tills")
    failure = failure_of(lambda: till.members.InviteToTier(build.invite(member_id, "gold")))
    assert failure.reason == "NOT_GRANTED"
