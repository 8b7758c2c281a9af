"""Members of the group, and stores: what is allowed after all, and what more is wrong."""

from __future__ import annotations

from dataclasses import replace

from loyalty.points.v1 import member_pb2

from support.requests.nonsense.rows import (
    BUSINESS_ID,
    DAY,
    MEMBER_ID,
    OWNER_ID,
    REQUEST_ID,
    STORE_ID,
    UNKNOWN_ID,
    Expect,
    Row,
    at,
    identity,
    missing,
    row,
    to,
)

MEMBERS: dict[str, Row] = {
    # Members
    "EnrollMemberRequest.request_id": REQUEST_ID,
    "EnrollMemberRequest.identities": row(maximum=20),
    "EnrollMemberRequest.attributes": row("unset", "empty message"),
    "FindMemberRequest.identity": row(),
    "GetMemberRequest.member_id": MEMBER_ID,
    "UpdateMemberRequest.request_id": REQUEST_ID,
    "UpdateMemberRequest.member_id": MEMBER_ID,
    "UpdateMemberRequest.attributes": row("empty message"),
    "LinkIdentityRequest.request_id": REQUEST_ID,
    "LinkIdentityRequest.member_id": MEMBER_ID,
    "LinkIdentityRequest.identity": row(),
    "UnlinkIdentityRequest.request_id": REQUEST_ID,
    "UnlinkIdentityRequest.member_id": MEMBER_ID,
    "UnlinkIdentityRequest.identity": row(),
    "MergeMembersRequest.request_id": REQUEST_ID,
    "MergeMembersRequest.source_member_id": row(
        unknown=to("source_member_id", UNKNOWN_ID),
        instead={"unknown": missing("MEMBER", "member_id")},
    ),
    "MergeMembersRequest.target_member_id": row(
        unknown=to("target_member_id", UNKNOWN_ID),
        the_source=lambda holder: to("target_member_id", holder.source_member_id)(holder),
        instead={"unknown": missing("MEMBER", "member_id")},
    ),
    "MergeMembersRequest.validate_only": row(),
    "CreateHouseholdRequest.request_id": REQUEST_ID,
    "CreateHouseholdRequest.owner_member_id": OWNER_ID,
    "JoinHouseholdRequest.request_id": REQUEST_ID,
    "JoinHouseholdRequest.member_id": MEMBER_ID,
    "JoinHouseholdRequest.owner_member_id": replace(
        OWNER_ID,
        more={
            **OWNER_ID.more,
            "the member": lambda holder: to("owner_member_id", holder.member_id)(holder),
        },
    ),
    "JoinHouseholdRequest.spend_limit": row("unset", "empty message"),
    "SpendLimit.points_per_month": row("zero", too_many=to("points_per_month", 10**12 + 1)),
    "SetSpendLimitRequest.request_id": REQUEST_ID,
    "SetSpendLimitRequest.member_id": MEMBER_ID,
    "SetSpendLimitRequest.spend_limit": row("unset", "empty message"),
    "LeaveHouseholdRequest.request_id": REQUEST_ID,
    "LeaveHouseholdRequest.member_id": MEMBER_ID,
    "CloseMemberRequest.request_id": REQUEST_ID,
    "CloseMemberRequest.member_id": MEMBER_ID,
    "CloseMemberRequest.reason": row(upper_case=to("reason", "ASKED")),
    "FreezeMemberRequest.request_id": REQUEST_ID,
    "FreezeMemberRequest.member_id": MEMBER_ID,
    "FreezeMemberRequest.reason": row(upper_case=to("reason", "FRAUD")),
    "FreezeMemberRequest.operator_id": row("empty", a_name=to("operator_id", "Al Ice")),
    "InviteToTierRequest.request_id": REQUEST_ID,
    "InviteToTierRequest.member_id": MEMBER_ID,
    "InviteToTierRequest.tier_id": row("empty", unknown=to("tier_id", "diamond")),
    "InviteToTierRequest.reason": row(upper_case=to("reason", "HONOR")),
    "InviteToTierRequest.operator_id": row(a_name=to("operator_id", "Al Ice")),
    "InviteToTierRequest.end_time": row("unset", past=at("end_time", -DAY)),
    "UnfreezeMemberRequest.request_id": REQUEST_ID,
    "UnfreezeMemberRequest.member_id": MEMBER_ID,
    "UnfreezeMemberRequest.operator_id": row("empty", a_name=to("operator_id", "Al Ice")),
    "MemberKey.member_id": replace(
        MEMBER_ID, instead={**MEMBER_ID.instead, "unset": Expect(field="")}
    ),
    "MemberKey.identity": row(instead={"unset": Expect(field="")}),
    "Identity.type": row(),
    "Identity.value": Row(
        more={
            "a card too short": identity(member_pb2.IDENTITY_TYPE_CARD, "AB1"),
            "a card of dashes": identity(member_pb2.IDENTITY_TYPE_CARD, "-" * 8),
            "a card with dashes beyond measure": identity(
                member_pb2.IDENTITY_TYPE_CARD, "-" * 80 + "ABCD"
            ),
            "a card with a letter that grows": identity(member_pb2.IDENTITY_TYPE_CARD, "ß1234"),
            "a phone without country": identity(member_pb2.IDENTITY_TYPE_PHONE, "202 555 0123"),
            "a phone too short": identity(member_pb2.IDENTITY_TYPE_PHONE, "+1 2"),
            "a phone in words": identity(member_pb2.IDENTITY_TYPE_PHONE, "call +12025550123"),
            "a phone of letters": identity(member_pb2.IDENTITY_TYPE_PHONE, "+1202FLOWERS"),
            "a phone with extension": identity(
                member_pb2.IDENTITY_TYPE_PHONE, "+12025550123 ext 5"
            ),
            "a phone in another script": identity(
                member_pb2.IDENTITY_TYPE_PHONE, "+1202555\u0660123"
            ),
            "mail without domain": identity(member_pb2.IDENTITY_TYPE_EMAIL, "somebody@"),
            "mail with two domains": identity(member_pb2.IDENTITY_TYPE_EMAIL, "a@b.example@c.de"),
            "an app id with a space": identity(member_pb2.IDENTITY_TYPE_APP_ID, "a b"),
            "an openid with a wide space": identity(member_pb2.IDENTITY_TYPE_OPENID, "a\u3000b"),
        },
    ),
    "MemberAttributes.birthday": row(
        "empty",
        not_a_day=to("birthday", "2001-02-29"),
        month_13=to("birthday", "2001-13-01"),
        year_0=to("birthday", "0000-01-01"),
        one_dash=to("birthday", "-02-28"),
        in_words=to("birthday", "yesterday"),
    ),
    "MemberAttributes.tags": row("none", maximum=50),
    "MemberAttributes.home_business_id": row(
        "empty", unknown=to("home_business_id", "casino"), group=to("home_business_id", "group")
    ),
    # Stores
    "FreezeStoreRequest.request_id": REQUEST_ID,
    "FreezeStoreRequest.business_id": BUSINESS_ID,
    "FreezeStoreRequest.store_id": STORE_ID,
    "FreezeStoreRequest.reason": row(upper_case=to("reason", "FRAUD")),
    "UnfreezeStoreRequest.request_id": REQUEST_ID,
    "UnfreezeStoreRequest.business_id": BUSINESS_ID,
    "UnfreezeStoreRequest.store_id": STORE_ID,
    "ListFrozenStoresRequest.page_size": row("zero", "largest"),
    "ListFrozenStoresRequest.page_token": row("empty"),
}
