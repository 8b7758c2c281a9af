"""Every operation that writes, as the crash matrix runs it: prepared, sent, checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from loyalty.points.v1 import member_pb2, member_service_pb2, purchase_pb2
from loyalty.points.v1.adjustment_service_pb2 import (
    ImportOpeningBalancesRequest,
    ListAdjustmentProposalsRequest,
)

from support import build
from support.asking import account_of, member_of
from support.harness import Client, failure_of
from support.holding import placed, points_of


@dataclass(frozen=True)
class Operation:
    """One rpc that writes."""

    name: str
    prepare: Callable[[Client], Any]
    """Makes what the operation needs; returns the request."""
    send: Callable[[Client, Any], Any]
    check: Callable[[Client, Any], None]
    """Fails unless the request had its effect once."""
    is_alone: bool = False
    """Whether its object is the only one, which the next such operation would change too."""

    @property
    def rpc(self) -> str:
        """The name of the rpc that its request is of."""
        return self.name.title().replace(" ", "")


def _bought(net: int = 1000) -> purchase_pb2.Purchase:
    return build.purchase(build.line(net), at=datetime.now(UTC))


def _rich(client: Client) -> str:
    """Return a member with 1000 points."""
    member_id = build.enroll(client)
    client.points.RecordPurchase(build.record(member_id, _bought()))
    return member_id


def _available(client: Client, member_id: str) -> int:
    points: int = account_of(client, member_id).balance.available_points
    return points


def _has(points: int) -> Callable[[Client, Any], None]:
    def check(client: Client, request: Any) -> None:
        assert _available(client, request.member.member_id) == points

    return check


def _update(client: Client) -> Any:
    return member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(),
        member_id=_rich(client),
        attributes=member_pb2.MemberAttributes(tags=["crashed"]),
    )


def _is_updated(client: Client, request: Any) -> None:
    found = client.members.GetMember(
        member_service_pb2.GetMemberRequest(member_id=request.member_id)
    )
    assert list(found.member.attributes.tags) == ["crashed"]


def _merge(client: Client) -> Any:
    return build.merge(_rich(client), _rich(client))


def _is_merged(client: Client, request: Any) -> None:
    for member_id in (request.source_member_id, request.target_member_id):
        assert _available(client, member_id) == 2_000


def _has_moved(points: int) -> Callable[[Client, Any], None]:
    def check(client: Client, request: Any) -> None:
        assert _available(client, request.sender.member_id) == 1000 - points
        assert _available(client, request.recipient.member_id) == points

    return check


def _propose(client: Client) -> Any:
    """Return an approval of what another client proposed."""
    second = Client(client.channel, client.second_key)
    propose = build.propose(_rich(client), 5_000)
    return build.approve(second.adjustments.ProposeAdjustment(propose).proposal.proposal_id)


def _is_approved(client: Client, request: Any) -> None:
    listed = ListAdjustmentProposalsRequest(page_size=200)
    proposals = client.adjustments.ListAdjustmentProposals(listed).proposals
    (proposal,) = (each for each in proposals if each.proposal_id == request.proposal_id)
    assert proposal.decide_operator_id == request.operator_id
    assert _available(client, proposal.adjustment.member.member_id) == 6_000


def _import_whole(client: Client, request: Any) -> Any:
    """Send an import and return its entry; whether it is a repeat makes no difference."""
    return client.adjustments.ImportOpeningBalances(request).results[0].entry


def _can_be_claimed_once(client: Client, request: Any) -> None:
    code = client.points.RecordAnonymousPurchase(request).claim_code
    claims = [build.claim(build.enroll(client), code) for _ in range(2)]
    client.points.ClaimPurchase(claims[0])
    assert failure_of(lambda: client.points.ClaimPurchase(claims[1])).reason == "CLAIM_CODE_USED"


def _cannot_be_claimed(client: Client, request: Any) -> None:
    claim = build.claim(build.enroll(client), request.claim_code)
    assert failure_of(lambda: client.points.ClaimPurchase(claim)).reason == "CLAIM_CODE_USED"


def _claim(client: Client) -> Any:
    kept = client.points.RecordAnonymousPurchase(build.anonymous(_bought()))
    return build.claim(_rich(client), kept.claim_code)


def _hold_for(client: Client, points: int) -> tuple[str, str]:
    """Return a member with 1000 points and a hold of some of them."""
    member_id = _rich(client)
    return member_id, placed(client, member_id, points)


def _is_placed(client: Client, request: Any) -> None:
    assert points_of(client, request.member.member_id) == (700, 300, 0)


def _is_frozen(client: Client, request: Any) -> None:
    assert member_of(client, request.member_id).frozen_reason == request.reason


def _is_closed(client: Client, request: Any) -> None:
    found = client.members.GetMember(
        member_service_pb2.GetMemberRequest(member_id=request.member_id)
    )
    assert (list(found.member.identities), found.member.HasField("close_time")) == ([], True)
    assert _available(client, request.member_id) == 0


def _join(client: Client) -> Any:
    owner_id, mate_id = _rich(client), _rich(client)
    client.households.CreateHousehold(build.household(owner_id))
    return build.join(mate_id, owner_id)


def _is_shared(client: Client, request: Any) -> None:
    for member_id in (request.member_id, request.owner_member_id):
        assert _available(client, member_id) == 2_000


def _has_left(client: Client, request: Any) -> None:
    assert _available(client, request.member_id) == 0, "the program lets take nothing along"


def _leave(client: Client) -> Any:
    join = _join(client)
    client.households.JoinHousehold(join)
    return build.leave(join.member_id)


OPERATIONS = (
    Operation(
        "record purchase",
        lambda client: build.record(_rich(client), _bought(500), burn=200),
        lambda client, request: client.points.RecordPurchase(request),
        _has(1000 - 200 + 300),
    ),
    Operation(
        "record anonymous purchase",
        lambda _client: build.anonymous(_bought()),
        lambda client, request: client.points.RecordAnonymousPurchase(request),
        _can_be_claimed_once,
    ),
    Operation(
        "claim purchase",
        _claim,
        lambda client, request: client.points.ClaimPurchase(request),
        _has(2_000),
    ),
    Operation(
        "withdraw anonymous purchase",
        lambda client: build.withdraw(_claim(client).claim_code),
        lambda client, request: client.points.WithdrawAnonymousPurchase(request),
        _cannot_be_claimed,
    ),
    Operation(
        "redeem points",
        lambda client: build.redeem(_rich(client), 300),
        lambda client, request: client.points.RedeemPoints(request),
        _has(700),
    ),
    Operation(
        "place hold",
        lambda client: build.hold(_rich(client), 300),
        lambda client, request: client.holds.PlaceHold(request),
        _is_placed,
    ),
    Operation(
        "capture hold",
        lambda client: build.capture(*_hold_for(client, 300), 200),
        lambda client, request: client.holds.CaptureHold(request),
        _has(800),
    ),
    Operation(
        "release hold",
        lambda client: build.release(*_hold_for(client, 300)),
        lambda client, request: client.holds.ReleaseHold(request),
        _has(1000),
    ),
    Operation(
        "freeze member",
        lambda client: build.freeze_member(_rich(client)),
        lambda client, request: client.members.FreezeMember(request),
        _is_frozen,
    ),
    Operation(
        "transfer points",
        lambda client: build.transfer(_rich(client), build.enroll(client), 300),
        lambda client, request: client.transfers.TransferPoints(request),
        _has_moved(300),
    ),
    Operation(
        "adjust points",
        lambda client: build.adjust(_rich(client), -300),
        lambda client, request: client.adjustments.AdjustPoints(request),
        lambda client, request: _has(700)(client, request.adjustment),
    ),
    Operation(
        "approve adjustment",
        _propose,
        lambda client, request: client.adjustments.ApproveAdjustment(request),
        _is_approved,
    ),
    Operation(
        "import opening balances",
        lambda client: ImportOpeningBalancesRequest(
            balances=[build.opening_balance(_rich(client), {"points": 50})]
        ),
        _import_whole,
        lambda client, request: _has(1050)(client, request.balances[0]),
    ),
    Operation(
        "update member",
        _update,
        lambda client, request: client.members.UpdateMember(request),
        _is_updated,
    ),
    Operation(
        "merge members",
        _merge,
        lambda client, request: client.members.MergeMembers(request),
        _is_merged,
    ),
    Operation(
        "join household",
        _join,
        lambda client, request: client.households.JoinHousehold(request),
        _is_shared,
    ),
    Operation(
        "leave household",
        _leave,
        lambda client, request: client.households.LeaveHousehold(request),
        _has_left,
    ),
    Operation(
        "close member",
        lambda client: build.close(_rich(client)),
        lambda client, request: client.members.CloseMember(request),
        _is_closed,
    ),
)
