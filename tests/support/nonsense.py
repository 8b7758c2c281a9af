"""The table of nonsense: for every field, what is allowed after all, and what more is wrong.

Every probe of a field's type (`probes.py`) must be refused with INVALID_FIELD at the
field's path, unless the field's row says otherwise. A field without a row is a KeyError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from loyalty.points.v1 import member_pb2, program_pb2

from support import build
from support.clocks import NOON
from support.plugins import rated_rules
from support.probes import Put

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True)
class Expect:
    """How the call must fail."""

    code: str = "INVALID_ARGUMENT"
    reason: str = "INVALID_FIELD"
    field: str | None = None
    """A field beside this one, "" for the message that holds it, with a "/" one of the
    request; None for the field itself."""
    metadata: str = ""
    """What must be named in the metadata, where no field is."""


def missing(thing: str, metadata: str = "") -> Expect:
    return Expect("NOT_FOUND", f"{thing}_NOT_FOUND", metadata=metadata)


@dataclass(frozen=True)
class Row:
    """What is particular to one field."""

    allowed: frozenset[str] = frozenset()
    """Labels of probes that are right here: the call must succeed."""
    instead: Mapping[str, Expect] = field(default_factory=dict)
    """Labels of probes that fail in another way."""
    more: Mapping[str, Put] = field(default_factory=dict)
    """Probes beside those of the type."""
    maximum: int = 0
    """How many a repeated field or map may hold."""
    everything: bool = False
    """Whether the field is output only: whatever is sent is ignored."""


def row(
    *allowed: str, maximum: int = 0, instead: Mapping[str, Expect] | None = None, **more: Put
) -> Row:
    named = {label.replace("_", " "): put for label, put in more.items()}
    return Row(frozenset(allowed), instead or {}, named, maximum)


def to(name: str, value: Any) -> Put:
    """Return what sets a field to a value."""
    return lambda holder: setattr(holder, name, value)


def at(name: str, span: timedelta) -> Put:
    """Return what sets a time to so long after the server's."""
    return lambda holder: getattr(holder, name).CopyFrom(build.timestamp(NOON + span))


def _identity(kind: member_pb2.IdentityType, value: str) -> Put:
    return lambda holder: holder.CopyFrom(member_pb2.Identity(type=kind, value=value))


def _later_tier(points: int) -> Put:
    return lambda program: program.tiers.append(
        program_pb2.Tier(tier_id="later", display_name="Later", qualifying_points=points)
    )


def _expiry(**parts: Any) -> Put:
    return lambda holder: holder.CopyFrom(program_pb2.ExpiryPolicy(**parts))


def _late_copy(name: str, holder_field: str) -> Put:
    """Return what adds a second element that differs in all but what must be unique."""

    def put(holder: Any) -> None:
        getattr(holder, name).add().CopyFrom(getattr(holder, name)[0])
        setattr(getattr(holder, name)[1], holder_field, "other")

    return put


def _eleven_times_500_lines(batch: Any) -> None:
    lines = [build.line() for _ in range(500)]
    batch.purchases[1].purchase.ClearField("lines")
    batch.purchases[1].purchase.lines.extend(lines)
    batch.purchases.extend([batch.purchases[1]] * 10)


def _26_times_200_lots(batch: Any) -> None:
    batch.balances[1].lots.extend([batch.balances[1].lots[0]] * 199)
    batch.balances.extend([batch.balances[1]] * 25)


ROLLING = program_pb2.EXPIRY_KIND_ROLLING
UNKNOWN_ID = "0" * 26
REQUEST_ID = row()
MEMBER_ID = row(
    unknown=to("member_id", UNKNOWN_ID),
    instead={
        "unknown": missing("MEMBER", "member_id"),
    },
)
OWNER_ID = row(
    unknown=to("owner_member_id", UNKNOWN_ID),
    instead={"unknown": missing("MEMBER", "member_id")},
)
BUSINESS_ID = row(
    unknown=to("business_id", "casino"),
    instead={
        "unknown": missing("BUSINESS", "business_id"),
    },
)
STORE_ID = row(
    unknown=to("store_id", "nowhere"),
    of_another_business=to("store_id", "dining-1"),
    instead={
        "unknown": missing("STORE", "store_id"),
        "of another business": missing("STORE", "store_id"),
    },
)
FUNDER = row(
    unknown=to("funder", "casino"), instead={"unknown": missing("BUSINESS", "business_id")}
)
PROPOSAL_ID = row(
    unknown=to("proposal_id", UNKNOWN_ID),
    instead={"unknown": missing("PROPOSAL", "proposal_id")},
)
PARKED_EVENT_ID = row(
    unknown=to("parked_event_id", UNKNOWN_ID),
    instead={"unknown": missing("PARKED_EVENT", "parked_event_id")},
)
SUBSCRIPTION_ID = row(
    unknown=to("subscription_id", UNKNOWN_ID),
    instead={"unknown": missing("SUBSCRIPTION", "subscription_id")},
)
URL = row(
    "too long",
    longer_than_any=to("url", "https://app.example/" + "a" * 2048),
    without_encryption=to("url", "http://app.example/"),
    a_file=to("url", "file:///etc/passwd"),
    with_a_user=to("url", "https://user@app.example/"),
    at_another_port=to("url", "https://app.example:22/"),
    of_this_machine=to("url", "https://127.0.0.1/"),
    of_this_machine_by_ipv6=to("url", "https://[::ffff:127.0.0.1]/"),
    of_this_machine_as_a_number=to("url", "https://2130706433/"),
    of_a_private_network=to("url", "https://10.0.0.1/"),
    of_a_cloud_s_metadata=to("url", "https://169.254.169.254/"),
)
EVENT_TYPES = row(
    maximum=50,
    of_an_unknown_type=lambda holder: holder.event_types.append("loyalty.points.v1.Nothing"),
    all_and_more=lambda holder: holder.event_types.append("*"),
)
HOLD_ID = row(
    unknown=to("hold_id", UNKNOWN_ID),
    instead={
        "unknown": missing("HOLD", "hold_id"),
    },
)
CLAIM_CODE = row(
    unknown=to("claim_code", "0000-0000-0000-0001-1"),
    of_three_characters=to("claim_code", "011"),
    instead=dict.fromkeys(
        (
            "unknown",
            "of three characters",
            "space before",
            "look-alike",
            "digits of another script",
        ),
        Expect("NOT_FOUND", "CLAIM_CODE_INVALID", metadata="field"),
    ),
)
MEMBER = row(instead={"unset": Expect(), "empty message": Expect()})
BURN_POINTS = row("zero")
PERIOD = row(
    month_13=to("period", "2025-13"),
    month_0=to("period", "2025-00"),
    a_day=to("period", "2025-01-01"),
    a_month_as_days=to("period", "2025-01-01/2025-01-31"),
    days_that_run_back=to("period", "2025-01-02/2025-01-01"),
    no_day=to("period", "2025-02-29/2025-03-02"),
    year_0=to("period", "0000-01"),
    year_9000=to("period", "9000-01"),
)
ZONE = {
    "unknown": "Mars/Phobos",
    "path": "../../etc/passwd",
    "offset": "+02:00",
    "the server's own": "localtime",
    "none": "Factory",
    "lower case": "america/new_york",
}
ZONES: dict[str, Put] = {label: to("time_zone", name) for label, name in ZONE.items()}
PLUGINS = Row(frozenset({"none"}), maximum=20)


REASON = row(upper_case=to("reason", "GIFT"))
NO_SCOPE = {"unset": Expect(field="whole")}
NO_RECEIPT = {"unknown": missing("ENTRY", "receipt_number")}


def _settings(text: str) -> Put:
    return to("settings_json", text)


ROWS: dict[str, Row] = {
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
            "a card too short": _identity(member_pb2.IDENTITY_TYPE_CARD, "AB1"),
            "a card of dashes": _identity(member_pb2.IDENTITY_TYPE_CARD, "-" * 8),
            "a card with dashes beyond measure": _identity(
                member_pb2.IDENTITY_TYPE_CARD, "-" * 80 + "ABCD"
            ),
            "a card with a letter that grows": _identity(member_pb2.IDENTITY_TYPE_CARD, "ß1234"),
            "a phone without country": _identity(member_pb2.IDENTITY_TYPE_PHONE, "202 555 0123"),
            "a phone too short": _identity(member_pb2.IDENTITY_TYPE_PHONE, "+1 2"),
            "a phone in words": _identity(member_pb2.IDENTITY_TYPE_PHONE, "call +12025550123"),
            "a phone of letters": _identity(member_pb2.IDENTITY_TYPE_PHONE, "+1202FLOWERS"),
            "a phone with extension": _identity(
                member_pb2.IDENTITY_TYPE_PHONE, "+12025550123 ext 5"
            ),
            "a phone in another script": _identity(
                member_pb2.IDENTITY_TYPE_PHONE, "+1202555\u0660123"
            ),
            "mail without domain": _identity(member_pb2.IDENTITY_TYPE_EMAIL, "somebody@"),
            "mail with two domains": _identity(member_pb2.IDENTITY_TYPE_EMAIL, "a@b.example@c.de"),
            "an app id with a space": _identity(member_pb2.IDENTITY_TYPE_APP_ID, "a b"),
            "an openid with a wide space": _identity(member_pb2.IDENTITY_TYPE_OPENID, "a\u3000b"),
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
    # Points
    "QuotePurchaseRequest.member": MEMBER,
    "QuotePurchaseRequest.purchase": row(),
    "QuotePurchaseRequest.burn_points": BURN_POINTS,
    "RecordPurchaseRequest.request_id": REQUEST_ID,
    "RecordPurchaseRequest.member": MEMBER,
    "RecordPurchaseRequest.purchase": row(),
    "RecordPurchaseRequest.burn_points": BURN_POINTS,
    "SubmitPurchasesRequest.purchases": row(
        maximum=100, too_many_lines_together=_eleven_times_500_lines
    ),
    "RecordAnonymousPurchaseRequest.request_id": REQUEST_ID,
    "RecordAnonymousPurchaseRequest.purchase": row(),
    "ClaimPurchaseRequest.request_id": REQUEST_ID,
    "ClaimPurchaseRequest.member": MEMBER,
    "ClaimPurchaseRequest.claim_code": CLAIM_CODE,
    "WithdrawAnonymousPurchaseRequest.request_id": REQUEST_ID,
    "WithdrawAnonymousPurchaseRequest.claim_code": CLAIM_CODE,
    "RedeemPointsRequest.request_id": REQUEST_ID,
    "RedeemPointsRequest.member": MEMBER,
    "RedeemPointsRequest.business_id": BUSINESS_ID,
    "RedeemPointsRequest.store_id": STORE_ID,
    "RedeemPointsRequest.points": row(too_many=to("points", 10**12 + 1)),
    "RedeemPointsRequest.reason": row(upper_case=to("reason", "GIFT")),
    "RedeemPointsRequest.reference": row("empty"),
    "GetAccountRequest.member": MEMBER,
    "ListEntriesRequest.member": MEMBER,
    "ListEntriesRequest.page_size": row("zero", "largest"),
    "ListEntriesRequest.page_token": row("empty"),
    "GetEntryRequest.request_id": row(
        unknown=to("request_id", "never-sent"),
        instead={"unknown": missing("REQUEST", "request_id")},
    ),
    "GetEntryRequest.operation": row(),
    # Statements and clearing
    "GetStatementRequest.member": MEMBER,
    "GetStatementRequest.as_of_time": row(
        "unset",
        future=at("as_of_time", SECOND),
        before_the_member=at("as_of_time", -DAY),
        instead={"before the member": missing("MEMBER", "member_id")},
    ),
    "ListStatementRequest.member": MEMBER,
    "ListStatementRequest.start_time": row(
        the_end=at("start_time", DAY), instead={"the end": Expect(field="end_time")}
    ),
    "ListStatementRequest.end_time": row(the_start=at("end_time", -DAY)),
    "ListStatementRequest.page_size": row("zero", "largest"),
    "ListStatementRequest.page_token": row("empty"),
    "ExportEntriesRequest.member": row("unset", instead={"empty message": Expect()}),
    "ExportEntriesRequest.start_time": row(
        the_end=at("start_time", DAY), instead={"the end": Expect(field="end_time")}
    ),
    "ExportEntriesRequest.end_time": row(the_start=at("end_time", -DAY)),
    "ExportEntriesRequest.business_id": row("empty"),
    "GetClearingRequest.period": PERIOD,
    "CloseClearingRequest.request_id": REQUEST_ID,
    "CloseClearingRequest.period": PERIOD,
    "GetCloseRequest.period": replace(
        PERIOD,
        more={**PERIOD.more, "not closed": to("period", "1999-01")},
        instead={"not closed": missing("CLOSE", "period")},
    ),
    "ListClosesRequest.page_size": row("zero", "largest"),
    "ListClosesRequest.page_token": row("empty"),
    "GetLiabilityRequest.as_of_time": row("unset", future=at("as_of_time", SECOND)),
    # Holds
    "PlaceHoldRequest.request_id": REQUEST_ID,
    "PlaceHoldRequest.member": MEMBER,
    "PlaceHoldRequest.business_id": BUSINESS_ID,
    "PlaceHoldRequest.store_id": STORE_ID,
    "PlaceHoldRequest.points": row(too_many=to("points", 10**12 + 1)),
    "PlaceHoldRequest.duration": row(
        nothing=lambda holder: holder.duration.FromSeconds(0),
        a_fraction=lambda holder: holder.duration.FromMilliseconds(1500),
        longer_than_the_program_allows=lambda holder: holder.duration.FromSeconds(7 * 86_400 + 1),
    ),
    "PlaceHoldRequest.reason": row(upper_case=to("reason", "BOOKING")),
    "PlaceHoldRequest.reference": row("empty"),
    "CaptureHoldRequest.request_id": REQUEST_ID,
    "CaptureHoldRequest.member": MEMBER,
    "CaptureHoldRequest.hold_id": HOLD_ID,
    "CaptureHoldRequest.points": row("zero", too_many=to("points", 10**12 + 1)),
    "CaptureHoldRequest.reason": row("empty", upper_case=to("reason", "STAY")),
    "CaptureHoldRequest.reference": row("empty"),
    "ReleaseHoldRequest.request_id": REQUEST_ID,
    "ReleaseHoldRequest.member": MEMBER,
    "ReleaseHoldRequest.hold_id": HOLD_ID,
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
    # Returns
    "ReversePurchaseRequest.request_id": REQUEST_ID,
    "ReversePurchaseRequest.original": row(),
    "ReversePurchaseRequest.store_id": STORE_ID,
    "ReversePurchaseRequest.whole": row("empty message", instead=NO_SCOPE),
    "ReversePurchaseRequest.lines": row(instead=NO_SCOPE),
    "ReversePurchaseRequest.amount_minor": row(
        too_large=to("amount_minor", 10**11 + 1), instead=NO_SCOPE
    ),
    "ReversePurchaseRequest.void": row(of_a_part=to("void", True)),
    "ReversePurchaseRequest.return_time": row(
        too_old=at("return_time", -400 * DAY - SECOND),
        in_the_future=at("return_time", 301 * SECOND),
    ),
    "ReversePurchaseRequest.reason": REASON,
    "ReversePurchaseRequest.reference": row("empty"),
    "LineReturns.lines": row(maximum=500),
    "LineReturn.line_id": row(unknown=to("line_id", "z")),
    "LineReturn.quantity_milli": row("unset", too_large=to("quantity_milli", 10**12 + 1)),
    "LineReturn.amount_minor": row("unset", too_large=to("amount_minor", 10**11 + 1)),
    "PurchaseReference.entry_id": row(
        unknown=to("entry_id", f"{UNKNOWN_ID}-1"),
        no_number=to("entry_id", UNKNOWN_ID),
        number_0=to("entry_id", f"{UNKNOWN_ID}-0"),
        instead={"unset": Expect(field=""), "unknown": missing("ENTRY", "entry_id")},
    ),
    "PurchaseReference.receipt": row(instead={"unset": Expect(field="")}),
    "PurchaseReference.purchase_request_id": row(
        unknown=to("purchase_request_id", "never-sent"),
        instead={"unset": Expect(field=""), "unknown": missing("ENTRY", "request_id")},
    ),
    "Receipt.business_id": row(unknown=to("business_id", "casino"), instead=NO_RECEIPT),
    "Receipt.store_id": row(unknown=to("store_id", "nowhere"), instead=NO_RECEIPT),
    "Receipt.receipt_number": row(unknown=to("receipt_number", "none"), instead=NO_RECEIPT),
    "Receipt.date": row(
        unknown=to("date", "2001-02-03"),
        not_a_day=to("date", "2026-02-29"),
        without_dashes=to("date", "20260615"),
        a_week=to("date", "2026-W25-1"),
        with_time=to("date", "2026-06-15T00:00"),
        instead=NO_RECEIPT,
    ),
    "ReverseRedemptionRequest.request_id": REQUEST_ID,
    "ReverseRedemptionRequest.entry_id": row(
        unknown=to("entry_id", f"{UNKNOWN_ID}-1"),
        instead={"unknown": missing("ENTRY", "entry_id")},
    ),
    "ReverseRedemptionRequest.redemption_request_id": row(
        unknown=to("redemption_request_id", "never-sent"),
        instead={"unset": Expect(field="entry_id"), "unknown": missing("ENTRY", "request_id")},
    ),
    "ReverseRedemptionRequest.store_id": STORE_ID,
    "ReverseRedemptionRequest.points": row("zero", too_many=to("points", 10**12 + 1)),
    "ReverseRedemptionRequest.reason": REASON,
    "ReverseRedemptionRequest.reference": row("empty"),
    "ConfirmPurchaseRequest.request_id": REQUEST_ID,
    "ConfirmPurchaseRequest.original": row(),
    "CancelPendingRequest.request_id": REQUEST_ID,
    "CancelPendingRequest.original": row(),
    "CancelPendingRequest.reason": REASON,
    # A purchase
    "Purchase.business_id": BUSINESS_ID,
    "Purchase.store_id": STORE_ID,
    "Purchase.channel": row("empty"),
    "Purchase.receipt_number": row(),
    "Purchase.purchase_time": row(
        too_old=at("purchase_time", -400 * DAY - SECOND),
        in_the_future=at("purchase_time", 301 * SECOND),
        next_year=at("purchase_time", 365 * DAY),
        before_the_first_program=at("purchase_time", -1001 * DAY),
    ),
    "Purchase.total": row(),
    "Money.amount_minor": row(
        not_the_sum=to("amount_minor", 899), too_large=to("amount_minor", 10**11 + 1)
    ),
    "Money.currency_code": row(
        unknown=to("currency_code", "ZZZ"),
        not_the_businesss=to("currency_code", "EUR"),
        lower_case=to("currency_code", "usd"),
        a_sign=to("currency_code", "$"),
    ),
    "Purchase.lines": row(maximum=500, same_id=_late_copy("lines", "category")),
    "Line.line_id": row(),
    "Line.sku": row("empty"),
    "Line.category": row(upper_case=to("category", "ROOM")),
    "Line.quantity_milli": row("zero", too_large=to("quantity_milli", 10**12 + 1)),
    "Line.gross_amount_minor": row(instead={"zero": Expect(field="net_amount_minor")}),
    "Line.discount_amount_minor": row(
        above_gross=to("discount_amount_minor", 1001),
        instead={"zero": Expect(field="net_amount_minor")},
    ),
    "Line.net_amount_minor": row(does_not_add_up=to("net_amount_minor", 901)),
    "Purchase.payments": row("none", maximum=20),
    "Payment.method": row(),
    "Payment.amount_minor": row(),
    "Purchase.attributes": row("none", maximum=20),
    # Programs
    "CheckProgramRequest.program": row(),
    "PublishProgramRequest.request_id": REQUEST_ID,
    "PublishProgramRequest.program": row(),
    "GetProgramRequest.version": row("unset", instead={"largest": missing("PROGRAM", "version")}),
    "GetProgramRequest.time": row(
        "unset",
        before_the_first=at("time", -1001 * DAY),
        instead={"before the first": missing("PROGRAM", "time")},
    ),
    "ListProgramsRequest.page_size": row("zero", "largest"),
    "ListProgramsRequest.page_token": row("empty"),
    "Program.version": Row(everything=True),
    "Program.effective_time": row(
        past=at("effective_time", -DAY),
        too_soon=at("effective_time", 59 * SECOND),
    ),
    "Program.publish_time": Row(everything=True),
    "Program.publish_client_id": Row(everything=True),
    "Program.time_zone": Row(more=ZONES),
    "Program.businesses": row(maximum=100),
    "Program.group_plugins": row(
        maximum=20, instead={"none": Expect(field="journeys[2].trigger.plugin")}
    ),
    "Program.tiers": row(
        maximum=20,
        level=_later_tier(10),
        falling=_later_tier(9),
        instead={"none": Expect(field="journeys[0].condition.tier_ids[0]")},
    ),
    "Program.tier_window_days": row(
        too_long=to("tier_window_days", 1097),
    ),
    "Program.expiry": row("empty message"),
    "Program.tier_policy": row("unset", "empty message"),
    "Program.household_leave": row("unset enum"),
    "Program.return_grace_days": row("zero", more_than_a_year=to("return_grace_days", 367)),
    "Program.limits": row(),
    "Program.clearing": row("unset"),
    "Clearing.currency_code": row(
        unknown=to("currency_code", "ZZZ"), lower_case=to("currency_code", "usd")
    ),
    "Clearing.default_price": row(),
    "Clearing.pair_prices": row("none", maximum=1000),
    "PairPrice.debtor": row(
        unknown=to("debtor", "casino"),
        the_creditor=to("debtor", "group"),
        instead={"the creditor": Expect(field="creditor")},
    ),
    "PairPrice.creditor": row(unknown=to("creditor", "casino"), the_debtor=to("creditor", "hotel")),
    "PairPrice.price": row(),
    "TransferPrice.points": row(too_large=to("points", 10**9 + 1)),
    "TransferPrice.amount_minor": row("zero", too_large=to("amount_minor", 10**9 + 1)),
    "Program.earning_base": row("unset enum"),
    "Program.journeys": row("none", maximum=50),
    "Program.journey_policy": row("unset", "empty message"),
    "Program.notices": row("unset", "empty message"),
    "NoticePolicy.expiring_soon_days": row("zero", too_long=to("expiring_soon_days", 367)),
    "NoticePolicy.tier_at_risk_days": row("zero", too_long=to("tier_at_risk_days", 367)),
    "Program.segment_policy": row("unset"),
    "SegmentPolicy.window_days": row(too_long=to("window_days", 1097)),
    "SegmentPolicy.active_days": row(
        as_long_as_at_risk=to("active_days", 90),
        instead={"as long as at risk": Expect(field="at_risk_days")},
    ),
    "SegmentPolicy.at_risk_days": row(
        too_long=to("at_risk_days", 1097), as_short_as_active=to("at_risk_days", 30)
    ),
    "SegmentPolicy.frequency_counts": row(
        "none",
        maximum=4,
        falling=lambda holder: holder.frequency_counts.append(11),
        too_often=lambda holder: holder.frequency_counts.append(10**6 + 1),
    ),
    "SegmentPolicy.monetary_amounts_minor": row(
        "none",
        maximum=4,
        falling=lambda holder: holder.monetary_amounts_minor.append(50_000),
        too_much=lambda holder: holder.monetary_amounts_minor.append(10**12 + 1),
    ),
    "RebuildSegmentsRequest.from_time": row("unset"),
    "Journey.journey_id": row(upper_case=to("journey_id", "Hello")),
    "Journey.trigger": row(),
    "Journey.condition": row("unset", "empty message"),
    "Journey.action": row(),
    "JourneyTrigger.kind": row(),
    "JourneyTrigger.days": row(
        maximum=20,
        falling=lambda holder: holder.days.append(5),
        too_long=lambda holder: holder.days.append(3651),
    ),
    "JourneyTrigger.business_id": row("empty", unknown=to("business_id", "casino")),
    "JourneyTrigger.tier_ids": row("none", maximum=20),
    "JourneyTrigger.plugin": row(not_the_groups=to("plugin", "own")),
    "JourneyCondition.any_tags": row("none", maximum=20),
    "JourneyCondition.no_tags": row("none", maximum=20),
    "JourneyCondition.tier_ids": row("none", maximum=20),
    "JourneyCondition.any_segments": row("none", maximum=20),
    "JourneyCondition.home_business_ids": row("none", maximum=20),
    "JourneyCondition.min_available_points": row(
        "zero", too_large=to("min_available_points", 10**12 + 1)
    ),
    "JourneyAction.kind": row(),
    "JourneyAction.points": row(too_large=to("points", 10**9 + 1)),
    "JourneyAction.funder": row(unknown=to("funder", "casino")),
    "JourneyAction.reason": row(),
    "JourneyAction.event_name": row(),
    "JourneyAction.attributes": row("none", maximum=20),
    "JourneyAction.subscription_id": row(
        malformed=to("subscription_id", "1"), unknown=to("subscription_id", UNKNOWN_ID)
    ),
    "JourneyAction.plugin": row(not_the_groups=to("plugin", "own")),
    "PreviewJourneyRequest.journey_id": row(
        unknown=to("journey_id", "nothing"), instead={"unknown": missing("JOURNEY", "journey_id")}
    ),
    "PreviewJourneyRequest.program_version": row(
        instead={
            "zero": missing("JOURNEY", "journey_id"),
            "largest": missing("PROGRAM", "version"),
        }
    ),
    "PreviewJourneyRequest.day": row(
        "empty", no_such_day=to("day", "2026-02-30"), without_dashes=to("day", "20261125")
    ),
    "ListReachesRequest.member_id": MEMBER_ID,
    "ListReachesRequest.page_size": row("zero", "largest"),
    "ListReachesRequest.page_token": row("empty"),
    "JourneyPolicy.run_at": row("empty", no_such_time=to("run_at", "24:00")),
    "JourneyPolicy.quiet_start": row(
        no_such_time=to("quiet_start", "7:00"), instead={"empty": Expect(field="quiet_end")}
    ),
    "JourneyPolicy.quiet_end": row(the_start=to("quiet_end", "21:00")),
    "JourneyPolicy.max_per_week": row("zero", too_many=to("max_per_week", 101)),
    "Business.business_id": row(
        the_group=to("business_id", "group"),
        upper_case=to("business_id", "Hotel"),
    ),
    "Business.display_name": row("look-alike", "digits of another script", "space before"),
    "Business.time_zone": Row(more=ZONES),
    "Business.currency_code": row(
        unknown=to("currency_code", "ZZZ"), lower_case=to("currency_code", "usd")
    ),
    "Business.stores": row(maximum=2000, same_id=_late_copy("stores", "time_zone")),
    "Business.plugins": PLUGINS,
    "Business.max_points_per_day": row("zero", too_large=to("max_points_per_day", 10**12 + 1)),
    "Business.expiry": row("unset", "empty message"),
    "Store.store_id": row(),
    "Store.time_zone": Row(frozenset({"empty"}), more=ZONES),
    "PluginConfig.plugin": row(unknown=to("plugin", "lottery")),
    "PluginConfig.settings_json": Row(
        frozenset({"space before", "line break after"}),
        more={
            "a list": _settings("[]"),
            "a number": _settings("1"),
            "not JSON": _settings("{'rate': 1}"),
            "cut off": _settings('{"rate": 1'),
            "nested too deep": _settings("[" * 60_000),
            "a field unknown": _settings('{"rate": 1, "luck": 7}'),
            "65 KiB": _settings(json.dumps({"rate": 1, "pad": "a" * 65 * 1024})),
        },
    ),
    "Tier.tier_id": row(),
    "Tier.display_name": row("look-alike", "digits of another script", "space before"),
    "Tier.qualifying_points": row("zero", too_large=to("qualifying_points", 10**12 + 1)),
    "Tier.benefits": row("none", maximum=50),
    "Tier.qualifying_amount_minor": row(
        "zero", too_large=to("qualifying_amount_minor", 10**12 + 1)
    ),
    "TierPolicy.qualify_by": row("unset enum"),
    "TierPolicy.period": row("unset enum"),
    "TierPolicy.downgrade": row("unset enum"),
    "TierPolicy.grace_days": row("zero", more_than_a_year=to("grace_days", 367)),
    # The policy is one of days of the year: what counts is not for it.
    "ExpiryPolicy.months": row("zero", too_long=_expiry(months=601, rounding=1)),
    "ExpiryPolicy.rounding": row(
        "unset enum",
        unset_where_months_count=_expiry(months=1),
        unset_where_days_count=_expiry(kind=ROLLING, count=1, unit=1),
    ),
    "ExpiryPolicy.kind": row(),
    "ExpiryPolicy.count": row(
        "zero",
        for_never=_expiry(kind=program_pb2.EXPIRY_KIND_NEVER, count=1),
        too_many_days=_expiry(kind=ROLLING, count=36_526, unit=1, rounding=1),
        too_many_months=_expiry(kind=ROLLING, count=1201, unit=2, rounding=1),
        too_many_years=_expiry(kind=ROLLING, count=101, unit=3, rounding=1),
        no_inactivity=_expiry(kind=program_pb2.EXPIRY_KIND_INACTIVITY, unit=1, rounding=1),
    ),
    "ExpiryPolicy.unit": row(
        "unset enum", unset_where_it_counts=_expiry(kind=ROLLING, count=1, rounding=1)
    ),
    "ExpiryPolicy.calendar_days": row(
        maximum=31,
        no_such_day=_expiry(kind=program_pb2.EXPIRY_KIND_CALENDAR, calendar_days=["02-30"]),
        rolling=_expiry(kind=ROLLING, count=1, unit=1, rounding=1, calendar_days=["06-30"]),
    ),
    "Limits.max_purchase_age": row(
        too_short=lambda holder: holder.max_purchase_age.FromSeconds(59),
        too_long=lambda holder: holder.max_purchase_age.FromSeconds(1100 * 86_400 + 1),
    ),
    "Limits.max_future_skew": row(
        "unset", too_long=lambda holder: holder.max_future_skew.FromSeconds(3601)
    ),
    "Limits.max_hold": row(
        "unset",
        nothing=lambda holder: holder.max_hold.FromSeconds(0),
        too_long=lambda holder: holder.max_hold.FromSeconds(366 * 86_400 + 1),
    ),
    "Limits.max_points_per_purchase": row(too_large=to("max_points_per_purchase", 10**12 + 1)),
    "Limits.members": row("unset", "empty message"),
    **{
        f"MemberLimits.{name}": row("zero", too_large=to(name, 10**12 + 1))
        for name in (
            "max_earned_points_per_day",
            "max_earned_points_per_month",
            "max_redeemed_points_per_day",
            "max_redeemed_points_per_month",
        )
    },
    "MemberLimits.max_redemptions": row("zero", too_many=to("max_redemptions", 101)),
    "MemberLimits.redemption_span": row(
        nothing=lambda holder: holder.redemption_span.FromSeconds(0),
        too_long=lambda holder: holder.redemption_span.FromSeconds(31 * 86_400 + 1),
    ),
    "Limits.max_claim_age": row(
        "unset",
        too_short=lambda holder: holder.max_claim_age.FromSeconds(59),
        too_long=lambda holder: holder.max_claim_age.FromSeconds(1100 * 86_400 + 1),
    ),
    "Limits.transfers": row("unset"),
    "Limits.max_unapproved_adjustment_points": row(
        "zero", too_large=to("max_unapproved_adjustment_points", 10**12 + 1)
    ),
    "TransferLimits.max_points_per_transfer": row(
        too_large=to("max_points_per_transfer", 10**12 + 1)
    ),
    "TransferLimits.max_points_per_day": row(too_large=to("max_points_per_day", 10**12 + 1)),
    # Transfers, adjustments and opening balances
    "TransferPointsRequest.request_id": REQUEST_ID,
    "TransferPointsRequest.sender": MEMBER,
    "TransferPointsRequest.recipient": MEMBER,
    "TransferPointsRequest.points": row(too_many=to("points", 10**12 + 1)),
    "TransferPointsRequest.business_id": BUSINESS_ID,
    "TransferPointsRequest.store_id": STORE_ID,
    "TransferPointsRequest.reason": row(upper_case=to("reason", "GIFT")),
    "TransferPointsRequest.reference": row("empty"),
    "AdjustPointsRequest.request_id": REQUEST_ID,
    "AdjustPointsRequest.adjustment": row(),
    "ProposeAdjustmentRequest.request_id": REQUEST_ID,
    "ProposeAdjustmentRequest.adjustment": row(),
    "Adjustment.member": MEMBER,
    "Adjustment.points": row(
        too_many=to("points", 10**12 + 1),
        too_few=to("points", -(10**12) - 1),
        instead={"negative": Expect(field="expire_time")},
    ),
    "Adjustment.funder": FUNDER,
    "Adjustment.reason": row(upper_case=to("reason", "GIFT")),
    "Adjustment.operator_id": row(in_words=to("operator_id", "Ann Smith")),
    "Adjustment.expire_time": row("unset", now=at("expire_time", 0 * DAY)),
    "ApproveAdjustmentRequest.request_id": REQUEST_ID,
    "ApproveAdjustmentRequest.proposal_id": PROPOSAL_ID,
    "ApproveAdjustmentRequest.operator_id": row(in_words=to("operator_id", "Ann Smith")),
    "RejectAdjustmentRequest.request_id": REQUEST_ID,
    "RejectAdjustmentRequest.proposal_id": PROPOSAL_ID,
    "RejectAdjustmentRequest.operator_id": row(in_words=to("operator_id", "Ann Smith")),
    # The page token is another list's then.
    "ListAdjustmentProposalsRequest.state": row(instead={"unset enum": Expect(field="page_token")}),
    "ListAdjustmentProposalsRequest.page_size": row("zero", "largest"),
    "ListAdjustmentProposalsRequest.page_token": row("empty"),
    "ImportOpeningBalancesRequest.balances": row(
        maximum=100, too_many_lots_together=_26_times_200_lots
    ),
    "OpeningBalance.request_id": REQUEST_ID,
    "OpeningBalance.member": MEMBER,
    "OpeningBalance.lots": row("twice", maximum=200),
    "OpeningLot.funder": FUNDER,
    "OpeningLot.points": row(too_many=to("points", 10**12 + 1)),
    "OpeningLot.expire_time": row("unset", now=at("expire_time", 0 * DAY)),
    "OpeningLot.earn_time": row("unset", ahead=at("earn_time", SECOND)),
    # Webhooks
    "CreateSubscriptionRequest.request_id": REQUEST_ID,
    "CreateSubscriptionRequest.business_id": BUSINESS_ID,
    "CreateSubscriptionRequest.url": URL,
    "CreateSubscriptionRequest.event_types": EVENT_TYPES,
    "UpdateSubscriptionRequest.request_id": REQUEST_ID,
    "UpdateSubscriptionRequest.subscription_id": SUBSCRIPTION_ID,
    "UpdateSubscriptionRequest.url": URL,
    "UpdateSubscriptionRequest.event_types": EVENT_TYPES,
    "UpdateSubscriptionRequest.state": row(),
    "DeleteSubscriptionRequest.request_id": REQUEST_ID,
    "DeleteSubscriptionRequest.subscription_id": SUBSCRIPTION_ID,
    "ListSubscriptionsRequest.page_size": row("zero", "largest"),
    "ListSubscriptionsRequest.page_token": row("empty"),
    "RotateSecretRequest.request_id": REQUEST_ID,
    "RotateSecretRequest.subscription_id": SUBSCRIPTION_ID,
    "RotateSecretRequest.overlap_seconds": row(
        "zero", above_a_week=to("overlap_seconds", 7 * 86_400 + 1)
    ),
    "ListDeliveriesRequest.subscription_id": SUBSCRIPTION_ID,
    "ListDeliveriesRequest.state": row(instead={"unset enum": Expect(field="page_token")}),
    "ListDeliveriesRequest.page_size": row("zero", "largest"),
    "ListDeliveriesRequest.page_token": row("empty"),
    "RetryDeliveryRequest.request_id": REQUEST_ID,
    "RetryDeliveryRequest.subscription_id": SUBSCRIPTION_ID,
    "RetryDeliveryRequest.event_id": row(
        unknown=to("event_id", "never-happened"),
        instead={"unknown": missing("DELIVERY", "event_id")},
    ),
    # Events
    # The page token is that of another list then.
    "ListParkedEventsRequest.consumer": row(
        another=to("consumer", "others"),
        instead={
            "empty": Expect(field="page_token"),
            "another": Expect(field="page_token"),
        },
    ),
    "ListParkedEventsRequest.page_size": row("zero", "largest"),
    "ListParkedEventsRequest.page_token": row("empty"),
    "GetParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
    "RetryParkedEventRequest.request_id": REQUEST_ID,
    "RetryParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
    "DropParkedEventRequest.request_id": REQUEST_ID,
    "DropParkedEventRequest.parked_event_id": PARKED_EVENT_ID,
    # Audits
    "AuditLedgerRequest.account_id": row(
        "empty",
        unknown=to("account_id", UNKNOWN_ID),
        instead={"unknown": missing("MEMBER", "member_id")},
    ),
}

PLACE_ROWS: dict[str, Row] = {
    # What only holds for a field within one request.
    "QuotePurchase:purchase.receipt_number": row("empty"),
    # The page token is another member's then, and is looked at first.
    "ListEntries:member.member_id": replace(
        ROWS["MemberKey.member_id"],
        instead={"unset": Expect(field=""), "unknown": Expect(field="/page_token")},
    ),
    **{
        # Journeys ask the group's plugin.
        f"{method}:program.group_plugins[0].plugin": replace(
            ROWS["PluginConfig.plugin"],
            instead={"unknown": Expect(field="/program.journeys[2].trigger.plugin")},
        )
        for method in ("CheckProgram", "PublishProgram")
    },
    **{
        # Settings of a plugin whose model asks for a rate.
        f"{method}:program.businesses[0].plugins[0].settings_json": replace(
            ROWS["PluginConfig.settings_json"],
            more={
                **ROWS["PluginConfig.settings_json"].more,
                "of the wrong type": _settings('{"rate": "1"}'),
                "a float": _settings('{"rate": 1.5}'),
                "a bool": _settings('{"rate": true}'),
                "out of range": _settings('{"rate": -1}'),
                "that its plugin chokes on": _settings(f'{{"rate": {rated_rules.CHOKES_ON}}}'),
            },
        )
        for method in ("CheckProgram", "PublishProgram")
    },
    **{
        # A plugin without settings.
        f"{method}:program.group_plugins[0].settings_json": replace(
            ROWS["PluginConfig.settings_json"],
            allowed=frozenset({"empty", "space before", "line break after"}),
        )
        for method in ("CheckProgram", "PublishProgram")
    },
}
