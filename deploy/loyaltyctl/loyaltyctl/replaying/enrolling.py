"""Enrolling the members of a replay before their purchases come."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import grpc
from loyalty.points.v1.member_pb2 import Identity, MemberAttributes
from loyalty.points.v1.member_service_pb2 import EnrollMemberRequest, FindMemberRequest

from loyaltyctl.client import Client
from loyaltyctl.failures import Failure, failure_of
from loyaltyctl.member_names import name_identity
from loyaltyctl.request_ids import derived_request_id

from .lanes import run_in_lanes

ALREADY_EXISTS = "ALREADY_EXISTS"


@dataclass(frozen=True, slots=True)
class MemberSeed:
    """A member to enroll; the first identity names it."""

    identities: tuple[Identity, ...]
    attributes: MemberAttributes = field(default_factory=MemberAttributes)

    @property
    def member_name(self) -> str:
        """The member as a word, such as "card:CJ-0001"."""
        return name_identity(self.identities[0])


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of one enrolment."""

    seed: MemberSeed
    member_id: str = ""
    already_member: bool = False
    failure: Failure | None = None


def enroll(
    client: Client,
    seeds: Iterable[MemberSeed],
    callers: int,
    stop: threading.Event | None = None,
) -> Iterator[Enrolled]:
    """Enroll members with so many callers and yield what became of each, as they come.

    When `stop` is set no more are enrolled, and what became of those under way comes last.
    """
    return run_in_lanes(
        seeds, lambda seed: seed.member_name, lambda seed: _enroll_one(client, seed), callers, stop
    )


def _enroll_one(client: Client, seed: MemberSeed) -> Enrolled:
    request = EnrollMemberRequest(
        request_id=derived_request_id("enroll", seed.member_name.encode()),
        identities=seed.identities,
        attributes=seed.attributes,
    )
    try:
        answer, replayed = client.call_with_replayed(client.members.EnrollMember, request)
    except grpc.RpcError as error:
        return _after_failure(client, seed, failure_of(error))
    return Enrolled(seed, answer.member.member_id, already_member=replayed)


def _after_failure(client: Client, seed: MemberSeed, failure: Failure) -> Enrolled:
    """Find who is a member already, by another request or with other attributes."""
    if failure.code != ALREADY_EXISTS:
        return Enrolled(seed, failure=failure)
    try:
        answer = client.call(
            client.members.FindMember, FindMemberRequest(identity=seed.identities[0])
        )
    except grpc.RpcError:
        return Enrolled(seed, failure=failure)
    return Enrolled(seed, answer.member.member_id, already_member=True)
