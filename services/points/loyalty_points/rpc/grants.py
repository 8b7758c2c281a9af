"""Which grant each method needs. A method that is not here is denied to everyone."""

from __future__ import annotations

from collections.abc import Mapping

DOMAIN = "loyalty.points"
"""The service, as its errors and rpcs name it."""

MEMBERS = "members"
PURCHASES = "purchases"
REDEMPTIONS = "redemptions"
ACCOUNTS = "accounts"
PROGRAMS = "programs"
AUDIT = "audit"
CLAIMS = "claims"
ADJUSTMENTS = "adjustments"
CLEARING = "clearing"
WEBHOOKS = "webhooks"
EVENTS = "events"

_BY_SERVICE: Mapping[str, Mapping[str, str]] = {
    "MemberService": {
        "EnrollMember": MEMBERS,
        "FindMember": MEMBERS,
        "GetMember": MEMBERS,
        "UpdateMember": MEMBERS,
        "LinkIdentity": MEMBERS,
        "UnlinkIdentity": MEMBERS,
        "FreezeMember": MEMBERS,
        "UnfreezeMember": MEMBERS,
        "InviteToTier": MEMBERS,
        "MergeMembers": MEMBERS,
        "CloseMember": MEMBERS,
    },
    "HouseholdService": {
        "CreateHousehold": MEMBERS,
        "JoinHousehold": MEMBERS,
        "LeaveHousehold": MEMBERS,
        "SetSpendLimit": MEMBERS,
    },
    "PointsService": {
        "QuotePurchase": PURCHASES,
        "RecordPurchase": PURCHASES,
        "SubmitPurchases": PURCHASES,
        "RecordAnonymousPurchase": PURCHASES,
        "ClaimPurchase": CLAIMS,
        "WithdrawAnonymousPurchase": PURCHASES,
        "RedeemPoints": REDEMPTIONS,
        "GetAccount": ACCOUNTS,
        "ListEntries": ACCOUNTS,
        "GetEntry": ACCOUNTS,
    },
    "ProgramService": {
        "CheckProgram": PROGRAMS,
        "PublishProgram": PROGRAMS,
        "GetProgram": PROGRAMS,
        "ListPrograms": PROGRAMS,
    },
    "JourneyService": {
        "PreviewJourney": PROGRAMS,
        "ListReaches": PROGRAMS,
    },
    "HoldService": {
        "PlaceHold": REDEMPTIONS,
        "CaptureHold": REDEMPTIONS,
        "ReleaseHold": REDEMPTIONS,
    },
    "StoreService": {
        "FreezeStore": PROGRAMS,
        "UnfreezeStore": PROGRAMS,
        "ListFrozenStores": PROGRAMS,
    },
    "ReturnService": {
        "ReversePurchase": PURCHASES,
        "ReverseRedemption": REDEMPTIONS,
        "ConfirmPurchase": PURCHASES,
        "CancelPending": PURCHASES,
    },
    "AuditService": {"AuditLedger": AUDIT},
    "StatementService": {
        "GetStatement": ACCOUNTS,
        "ListStatement": ACCOUNTS,
        "ExportEntries": ACCOUNTS,
    },
    "ClearingService": {
        "GetClearing": CLEARING,
        "CloseClearing": CLEARING,
        "GetClose": CLEARING,
        "ListCloses": CLEARING,
        "GetLiability": CLEARING,
    },
    "TransferService": {"TransferPoints": REDEMPTIONS},
    "EventService": {
        "GetEventStatus": EVENTS,
        "ListParkedEvents": EVENTS,
        "GetParkedEvent": EVENTS,
        "RetryParkedEvent": EVENTS,
        "DropParkedEvent": EVENTS,
        "RebuildSegments": EVENTS,
    },
    "WebhookService": {
        "CreateSubscription": WEBHOOKS,
        "UpdateSubscription": WEBHOOKS,
        "DeleteSubscription": WEBHOOKS,
        "ListSubscriptions": WEBHOOKS,
        "RotateSecret": WEBHOOKS,
        "ListDeliveries": WEBHOOKS,
        "RetryDelivery": WEBHOOKS,
    },
    "AdjustmentService": {
        "AdjustPoints": ADJUSTMENTS,
        "ProposeAdjustment": ADJUSTMENTS,
        "ApproveAdjustment": ADJUSTMENTS,
        "RejectAdjustment": ADJUSTMENTS,
        "ListAdjustmentProposals": ADJUSTMENTS,
        "ImportOpeningBalances": ADJUSTMENTS,
    },
}

SERVICE_NAMES = tuple(f"loyalty.points.v1.{service}" for service in _BY_SERVICE)

GRANTS: Mapping[str, str] = {
    f"/loyalty.points.v1.{service}/{method}": grant
    for service, methods in _BY_SERVICE.items()
    for method, grant in methods.items()
}
