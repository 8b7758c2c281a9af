"""Every rpc that writes honors its request id: same content, same answer; other, refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from loyalty.points.v1 import member_pb2, member_service_pb2, program_service_pb2

from support import build
from support.asking import give, is_replayed, points_and_entries
from support.clocks import NOON
from support.events import parked
from support.harness import Client, failure_of
from support.holding import placed
from support.returning import reverse, reverse_redemption
from support.webhooks import asking as webhooks


@dataclass(frozen=True)
class Mutation:
    """An rpc with a request that succeeds, and one of the same id with other content."""

    send: Any
    request: Any
    other: Any


def enrolling(client: Client, _member_id: str) -> Mutation:
    request_id, identity = build.fresh(), build.card(build.fresh("CARD"))
    kind = member_service_pb2.EnrollMemberRequest
    return Mutation(
        client.members.EnrollMember,
        kind(request_id=request_id, identities=[identity]),
        kind(request_id=request_id, identities=[identity], attributes={"tags": ["staff"]}),
    )


def updating(client: Client, member_id: str) -> Mutation:
    kind = partial(
        member_service_pb2.UpdateMemberRequest, request_id=build.fresh(), member_id=member_id
    )
    return Mutation(
        client.members.UpdateMember,
        kind(attributes={"tags": ["staff"]}),
        kind(attributes={"tags": ["press"]}),
    )


def linking(client: Client, member_id: str) -> Mutation:
    kind = partial(
        member_service_pb2.LinkIdentityRequest, request_id=build.fresh(), member_id=member_id
    )
    cards = [build.card(build.fresh("CARD")) for _ in range(2)]
    return Mutation(client.members.LinkIdentity, kind(identity=cards[0]), kind(identity=cards[1]))


def unlinking(client: Client, member_id: str) -> Mutation:
    cards = [build.card(build.fresh("CARD")) for _ in range(2)]
    for identity in cards:
        link = member_service_pb2.LinkIdentityRequest(
            request_id=build.fresh(), member_id=member_id, identity=identity
        )
        client.members.LinkIdentity(link)
    kind = partial(
        member_service_pb2.UnlinkIdentityRequest, request_id=build.fresh(), member_id=member_id
    )
    return Mutation(client.members.UnlinkIdentity, kind(identity=cards[0]), kind(identity=cards[1]))


def recording(client: Client, member_id: str) -> Mutation:
    request = build.record(member_id)
    other = build.record(member_id, request_id=request.request_id)
    return Mutation(client.points.RecordPurchase, request, other)


def burning(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    bought = build.purchase()
    request = build.record(member_id, bought, burn=10)
    other = build.record(member_id, bought, burn=11, request_id=request.request_id)
    return Mutation(client.points.RecordPurchase, request, other)


def redeeming(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    request = build.redeem(member_id, 10, reference="a")
    other = build.redeem(member_id, 10, reference="b", request_id=request.request_id)
    return Mutation(client.points.RedeemPoints, request, other)


def returning(client: Client, member_id: str) -> Mutation:
    entry = client.points.RecordPurchase(build.record(member_id)).entry
    request = reverse(entry.entry_id, amount=10)
    other = reverse(entry.entry_id, amount=11, request_id=request.request_id)
    return Mutation(client.returns.ReversePurchase, request, other)


def undoing(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    entry = client.points.RedeemPoints(build.redeem(member_id, 100)).entry
    request = reverse_redemption(entry.entry_id, 10)
    other = reverse_redemption(entry.entry_id, 11, request_id=request.request_id)
    return Mutation(client.returns.ReverseRedemption, request, other)


def recording_for_somebody(client: Client, _member_id: str) -> Mutation:
    request = build.anonymous()
    other = build.anonymous(request_id=request.request_id)
    return Mutation(client.points.RecordAnonymousPurchase, request, other)


def withdrawing(client: Client, _member_id: str) -> Mutation:
    record = client.points.RecordAnonymousPurchase
    codes = [record(build.anonymous()).claim_code for _ in range(2)]
    request = build.withdraw(codes[0])
    other = build.withdraw(codes[1], request_id=request.request_id)
    return Mutation(client.points.WithdrawAnonymousPurchase, request, other)


def claiming(client: Client, member_id: str) -> Mutation:
    codes = [client.points.RecordAnonymousPurchase(build.anonymous()).claim_code for _ in range(2)]
    request = build.claim(member_id, codes[0])
    other = build.claim(member_id, codes[1], request_id=request.request_id)
    return Mutation(client.points.ClaimPurchase, request, other)


def holding(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    request = build.hold(member_id, 10)
    other = build.hold(member_id, 10, seconds=7200, request_id=request.request_id)
    return Mutation(client.holds.PlaceHold, request, other)


def capturing(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    hold_id = placed(client, member_id, 50)
    request = build.capture(member_id, hold_id, 20)
    other = build.capture(member_id, hold_id, 21, request_id=request.request_id)
    return Mutation(client.holds.CaptureHold, request, other)


def releasing(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    holds = [placed(client, member_id, 10) for _ in range(2)]
    request = build.release(member_id, holds[0])
    other = build.release(member_id, holds[1], request_id=request.request_id)
    return Mutation(client.holds.ReleaseHold, request, other)


def merging(client: Client, member_id: str) -> Mutation:
    request = build.merge(build.enroll(client), member_id)
    other = build.merge(build.enroll(client), member_id, request_id=request.request_id)
    return Mutation(client.members.MergeMembers, request, other)


def closing(client: Client, member_id: str) -> Mutation:
    request = build.close(member_id)
    other = build.close(member_id, reason="other", request_id=request.request_id)
    return Mutation(client.members.CloseMember, request, other)


def founding(client: Client, member_id: str) -> Mutation:
    request = build.household(member_id)
    other = build.household(build.enroll(client), request_id=request.request_id)
    return Mutation(client.households.CreateHousehold, request, other)


def joining(client: Client, member_id: str) -> Mutation:
    client.households.CreateHousehold(build.household(member_id))
    request = build.join(build.enroll(client), member_id, 10)
    other = build.join(request.member_id, member_id, 11, request_id=request.request_id)
    return Mutation(client.households.JoinHousehold, request, other)


def leaving(client: Client, member_id: str) -> Mutation:
    client.households.CreateHousehold(build.household(member_id))
    mates = [build.enroll(client) for _ in range(2)]
    for mate in mates:
        client.households.JoinHousehold(build.join(mate, member_id))
    request = build.leave(mates[0])
    other = build.leave(mates[1], request_id=request.request_id)
    return Mutation(client.households.LeaveHousehold, request, other)


def limiting(client: Client, member_id: str) -> Mutation:
    owner_id = build.enroll(client)
    client.households.CreateHousehold(build.household(owner_id))
    client.households.JoinHousehold(build.join(member_id, owner_id))
    request = build.spend_limit(member_id, 10)
    other = build.spend_limit(member_id, 11, request_id=request.request_id)
    return Mutation(client.households.SetSpendLimit, request, other)


def freezing(client: Client, member_id: str) -> Mutation:
    request = build.freeze_member(member_id)
    other = build.freeze_member(member_id, reason="other", request_id=request.request_id)
    return Mutation(client.members.FreezeMember, request, other)


def unfreezing(client: Client, member_id: str) -> Mutation:
    request = build.unfreeze_member(member_id)
    other = build.unfreeze_member(build.enroll(client))
    other.request_id = request.request_id
    return Mutation(client.members.UnfreezeMember, request, other)


def inviting(client: Client, member_id: str) -> Mutation:
    request = build.invite(member_id, "")
    other = build.invite(member_id, "", reason="other", request_id=request.request_id)
    return Mutation(client.members.InviteToTier, request, other)


def transferring(client: Client, member_id: str) -> Mutation:
    give(client, member_id, 100)
    request = build.transfer(member_id, build.enroll(client), 10, reference="a")
    other = build.transfer(
        member_id, request.recipient.member_id, 10, reference="b", request_id=request.request_id
    )
    return Mutation(client.transfers.TransferPoints, request, other)


def adjusting(client: Client, member_id: str) -> Mutation:
    request = build.adjust(member_id, 10)
    other = build.adjust(member_id, 10, request.request_id, operator_id="bob")
    return Mutation(client.adjustments.AdjustPoints, request, other)


def proposing(client: Client, member_id: str) -> Mutation:
    request, other = build.propose(member_id, 10), build.propose(member_id, 11)
    other.request_id = request.request_id
    return Mutation(client.adjustments.ProposeAdjustment, request, other)


def rejecting(client: Client, member_id: str) -> Mutation:
    propose = build.propose(member_id, 10)
    proposal = client.adjustments.ProposeAdjustment(propose).proposal
    request = build.reject(proposal.proposal_id)
    other = build.reject(proposal.proposal_id, "carl")
    other.request_id = request.request_id
    return Mutation(client.adjustments.RejectAdjustment, request, other)


def publishing(client: Client, _member_id: str) -> Mutation:
    request_id = build.fresh()
    programs = [
        build.program({}, effective_time=build.timestamp(NOON + timedelta(hours=hours)))
        for hours in (1, 2)
    ]
    return Mutation(
        client.programs.PublishProgram,
        *(
            program_service_pb2.PublishProgramRequest(request_id=request_id, program=each)
            for each in programs
        ),
    )


def subscribing(client: Client, _member_id: str) -> Mutation:
    request = webhooks.create()
    other = webhooks.create(event_types=["*"], request_id=request.request_id)
    return Mutation(client.webhooks.CreateSubscription, request, other)


def _subscribed(client: Client) -> str:
    subscription = client.webhooks.CreateSubscription(webhooks.create("group")).subscription
    return str(subscription.subscription_id)


def resubscribing(client: Client, _member_id: str) -> Mutation:
    request = webhooks.update(_subscribed(client))
    other = webhooks.update(
        request.subscription_id, event_types=["*"], request_id=request.request_id
    )
    return Mutation(client.webhooks.UpdateSubscription, request, other)


def unsubscribing(client: Client, _member_id: str) -> Mutation:
    request = webhooks.delete(_subscribed(client))
    other = webhooks.delete(_subscribed(client), request.request_id)
    return Mutation(client.webhooks.DeleteSubscription, request, other)


def rotating(client: Client, _member_id: str) -> Mutation:
    request = webhooks.rotate(_subscribed(client), 60)
    other = webhooks.rotate(request.subscription_id, 61, request.request_id)
    return Mutation(client.webhooks.RotateSecret, request, other)


def retrying_an_event(client: Client, _member_id: str) -> Mutation:
    request = parked.retry(parked.park())
    other = parked.retry(parked.park(), request.request_id)
    return Mutation(client.events.RetryParkedEvent, request, other)


def dropping_an_event(client: Client, _member_id: str) -> Mutation:
    request = parked.drop(parked.park())
    other = parked.drop(parked.park(), request.request_id)
    return Mutation(client.events.DropParkedEvent, request, other)


MUTATIONS = (
    enrolling,
    updating,
    linking,
    unlinking,
    recording,
    burning,
    redeeming,
    returning,
    undoing,
    transferring,
    adjusting,
    proposing,
    rejecting,
    recording_for_somebody,
    claiming,
    withdrawing,
    holding,
    capturing,
    releasing,
    merging,
    closing,
    founding,
    joining,
    leaving,
    limiting,
    freezing,
    unfreezing,
    inviting,
    publishing,
    subscribing,
    resubscribing,
    unsubscribing,
    rotating,
    retrying_an_event,
    dropping_an_event,
)


@pytest.mark.parametrize("prepare", MUTATIONS)
def test_the_same_content_gives_the_same_answer(
    operator: Client, member_id: str, prepare: Callable[[Client, str], Mutation]
) -> None:
    mutation = prepare(operator, member_id)
    first = mutation.send(mutation.request)
    before = points_and_entries(operator, member_id)
    assert mutation.send(mutation.request) == first
    assert is_replayed(partial(mutation.send.with_call, mutation.request))
    assert points_and_entries(operator, member_id) == before


@pytest.mark.parametrize("prepare", MUTATIONS)
def test_other_content_under_the_same_id_is_refused_and_changes_nothing(
    operator: Client, member_id: str, prepare: Callable[[Client, str], Mutation]
) -> None:
    mutation = prepare(operator, member_id)
    first = mutation.send(mutation.request)
    before = points_and_entries(operator, member_id)
    failure = failure_of(partial(mutation.send, mutation.other))
    assert (failure.code, failure.reason) == ("ALREADY_EXISTS", "REQUEST_ID_REUSED")
    assert failure.metadata == {"request_id": mutation.request.request_id}
    assert points_and_entries(operator, member_id) == before
    assert mutation.send(mutation.request) == first


@pytest.mark.parametrize("prepare", MUTATIONS)
def test_the_same_id_may_be_used_with_every_rpc(
    operator: Client, member_id: str, prepare: Callable[[Client, str], Mutation]
) -> None:
    shared = f"shared-{prepare.__name__}-{member_id[-8:]}"
    operator.points.RecordPurchase(build.record(build.enroll(operator), request_id=shared))
    if prepare in (recording, burning):
        return
    mutation = prepare(operator, member_id)
    mutation.request.request_id = shared
    assert not is_replayed(partial(mutation.send.with_call, mutation.request))


def test_a_link_is_repeated_as_it_was_though_unlinked_since(
    operator: Client, member_id: str
) -> None:
    mutation = linking(operator, member_id)
    first = mutation.send(mutation.request).member
    unlink = member_service_pb2.UnlinkIdentityRequest(
        request_id=build.fresh(), member_id=member_id, identity=mutation.request.identity
    )
    operator.members.UnlinkIdentity(unlink)
    elsewhere = member_service_pb2.LinkIdentityRequest(
        request_id=build.fresh(),
        member_id=build.enroll(operator),
        identity=mutation.request.identity,
    )
    operator.members.LinkIdentity(elsewhere)
    assert mutation.send(mutation.request).member == first
    found = member_service_pb2.FindMemberRequest(identity=mutation.request.identity)
    assert operator.members.FindMember(found).member.member_id == elsewhere.member_id


def test_an_update_is_repeated_as_it_was_though_changed_since(
    operator: Client, member_id: str
) -> None:
    mutation = updating(operator, member_id)
    first = mutation.send(mutation.request).member
    later = member_service_pb2.UpdateMemberRequest(
        request_id=build.fresh(), member_id=member_id, attributes=member_pb2.MemberAttributes()
    )
    operator.members.UpdateMember(later)
    assert mutation.send(mutation.request).member == first
    assert first.attributes.tags == ["staff"]
    now = operator.members.GetMember(member_service_pb2.GetMemberRequest(member_id=member_id))
    assert now.member.attributes.tags == []


def test_an_enrolment_is_repeated_as_it_was_though_the_member_earned_since(
    operator: Client,
) -> None:
    mutation = enrolling(operator, "")
    first = mutation.send(mutation.request).member
    give(operator, first.member_id, 100)
    assert mutation.send(mutation.request).member == first
