"""The id of a member that was named in either way."""

from __future__ import annotations

from loyalty.points.v1.member_service_pb2 import FindMemberRequest

from .client import Client
from .member_names import parse_member


def member_id_of(client: Client, text: str) -> str:
    """Return the id that was given, as it is, or that of an identity's member.

    Raises MemberNameRefused or grpc.RpcError.
    """
    key = parse_member(text)
    if not key.HasField("identity"):
        return key.member_id
    request = FindMemberRequest(identity=key.identity)
    member_id: str = client.call(client.members.FindMember, request).member.member_id
    return member_id
