"""More operations of the crash matrix: what waits, and what operators do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from loyalty.points.v1 import (
    account_pb2,
    adjustment_pb2,
    member_service_pb2,
    points_service_pb2,
)
from loyalty.points.v1.adjustment_service_pb2 import ListAdjustmentProposalsRequest

from support import build, returning
from support.asking import account_of, member_of
from support.crashing.operations import Operation
from support.harness import Client


def told(client: Client, member_id: str, award: str) -> str:
    """Record a purchase at the hotel, whose award is as told; return its entry."""
    bought = build.purchase(build.line(20, sku=award), at=datetime.now(UTC), business="hotel")
    return str(client.points.RecordPurchase(build.record(member_id, bought)).entry.entry_id)


def _balance(client: Client, member_id: str) -> account_pb2.Balance:
    balance: account_pb2.Balance = account_of(client, member_id).balance
    return balance


def _has(available: int) -> Callable[[Client, Any], None]:
    """Return a check that nothing but so many points is in the original's account."""

    def check(client: Client, request: Any) -> None:
        balance = _balance(client, request.original.entry_id.rpartition("-")[0])
        assert balance == account_pb2.Balance(available_points=available)

    return check


def _confirm(client: Client) -> Any:
    return returning.confirm(told(client, build.enroll(client), "100/till/never"))


def _cancel(client: Client) -> Any:
    return returning.cancel(told(client, build.enroll(client), "100/till/never"))


def _enroll(client: Client) -> Any:
    return member_service_pb2.EnrollMemberRequest(
        request_id=build.fresh(), identities=[build.card(build.fresh("CRASH"))]
    )


def _is_enrolled(client: Client, request: Any) -> None:
    member = client.members.EnrollMember(request).member
    asked = member_service_pb2.FindMemberRequest(identity=request.identities[0])
    assert client.members.FindMember(asked).member.member_id == member.member_id


def _link(client: Client) -> Any:
    return member_service_pb2.LinkIdentityRequest(
        request_id=build.fresh(),
        member_id=build.enroll(client),
        identity=build.card(build.fresh("CRASH")),
    )


def _unlink(client: Client) -> Any:
    linked = _link(client)
    client.members.LinkIdentity(linked)
    return member_service_pb2.UnlinkIdentityRequest(
        request_id=build.fresh(), member_id=linked.member_id, identity=linked.identity
    )


def _has_identities(number: int) -> Callable[[Client, Any], None]:
    def check(client: Client, request: Any) -> None:
        assert len(member_of(client, request.member_id).identities) == number

    return check


def _unfreeze(client: Client) -> Any:
    member_id = build.enroll(client)
    client.members.FreezeMember(build.freeze_member(member_id))
    return build.unfreeze_member(member_id)


def _is_free(client: Client, request: Any) -> None:
    assert not member_of(client, request.member_id).frozen_reason


def _proposals(client: Client, member_id: str) -> list[Any]:
    listed = ListAdjustmentProposalsRequest(page_size=200)
    proposals = client.adjustments.ListAdjustmentProposals(listed).proposals
    return [each for each in proposals if each.adjustment.member.member_id == member_id]


def _is_proposed(client: Client, request: Any) -> None:
    (proposal,) = _proposals(client, request.adjustment.member.member_id)
    assert proposal.state == adjustment_pb2.PROPOSAL_STATE_OPEN


def _reject(client: Client) -> Any:
    propose = build.propose(build.enroll(client), 5_000)
    return build.reject(client.adjustments.ProposeAdjustment(propose).proposal.proposal_id)


def _is_rejected(client: Client, request: Any) -> None:
    proposal = client.adjustments.RejectAdjustment(request).proposal
    (same,) = _proposals(client, proposal.adjustment.member.member_id)
    assert same.state == adjustment_pb2.PROPOSAL_STATE_REJECTED


def _create_household(client: Client) -> Any:
    return build.household(build.enroll(client))


def _submit(client: Client) -> Any:
    bought = [build.purchase(build.line(50), at=datetime.now(UTC)) for _ in range(2)]
    return points_service_pb2.SubmitPurchasesRequest(
        purchases=[build.record(build.enroll(client), each) for each in bought]
    )


def _send_batch(client: Client, request: Any) -> Any:
    """Send a batch and return its entries; whether it is a repeat makes no difference."""
    return [each.entry for each in client.points.SubmitPurchases(request).results]


def _are_recorded(client: Client, request: Any) -> None:
    for each in request.purchases:
        assert _balance(client, each.member.member_id).available_points == 50


def _withdraw_invitation(client: Client) -> Any:
    member_id = build.enroll(client)
    client.members.InviteToTier(build.invite(member_id, "gold"))
    return build.invite(member_id, "")


def _has_tier(tier_id: str) -> Callable[[Client, Any], None]:
    def check(client: Client, request: Any) -> None:
        member = member_of(client, request.member_id)
        assert (member.tier_id, member.invitation.tier_id) == (tier_id, tier_id)

    return check


def _limit_spending(client: Client) -> Any:
    owner_id, mate_id = build.enroll(client), build.enroll(client)
    client.households.CreateHousehold(build.household(owner_id))
    client.households.JoinHousehold(build.join(mate_id, owner_id))
    return build.spend_limit(mate_id, 10)


def _anything(client: Client, request: Any) -> None:
    """Check nothing beyond that the answer is the same and the audit clean."""


def _operation(
    name: str, prepare: Callable[[Client], Any], service: str, check: Callable[[Client, Any], None]
) -> Operation:
    """Return an operation whose rpc is named by its request."""

    def send(client: Client, request: Any) -> Any:
        method = type(request).__name__.removesuffix("Request")
        return getattr(getattr(client, service), method)(request)

    return Operation(name, prepare, send, check)


MORE_OPERATIONS = (
    _operation("confirm purchase", _confirm, "returns", _has(100)),
    _operation("cancel pending", _cancel, "returns", _has(0)),
    _operation("enroll member", _enroll, "members", _is_enrolled),
    _operation("link identity", _link, "members", _has_identities(2)),
    _operation("unlink identity", _unlink, "members", _has_identities(1)),
    _operation("unfreeze member", _unfreeze, "members", _is_free),
    _operation(
        "propose adjustment",
        lambda client: build.propose(build.enroll(client), 5_000),
        "adjustments",
        _is_proposed,
    ),
    _operation("reject adjustment", _reject, "adjustments", _is_rejected),
    _operation("create household", _create_household, "households", _anything),
    _operation("set spend limit", _limit_spending, "households", _anything),
    _operation(
        "invite to tier",
        lambda client: build.invite(build.enroll(client), "gold"),
        "members",
        _has_tier("gold"),
    ),
    _operation("invite to tier", _withdraw_invitation, "members", _has_tier("")),
    Operation("submit purchases", _submit, _send_batch, _are_recorded),
)
