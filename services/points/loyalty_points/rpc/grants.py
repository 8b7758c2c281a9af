"""Which grant each method needs. A method that is not here is denied to everyone."""

from __future__ import annotations

from collections.abc import Mapping

MEMBERS = "members"
PURCHASES = "purchases"
REDEMPTIONS = "redemptions"
ACCOUNTS = "accounts"
PROGRAMS = "programs"
AUDIT = "audit"

_BY_SERVICE: Mapping[str, Mapping[str, str]] = {
    "MemberService": {
        "EnrollMember": MEMBERS,
        "FindMember": MEMBERS,
        "GetMember": MEMBERS,
        "UpdateMember": MEMBERS,
        "LinkIdentity": MEMBERS,
        "UnlinkIdentity": MEMBERS,
    },
    "PointsService": {
        "QuotePurchase": PURCHASES,
        "RecordPurchase": PURCHASES,
        "SubmitPurchases": PURCHASES,
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
    "AuditService": {"AuditLedger": AUDIT},
}

SERVICE_NAMES = tuple(f"loyalty.points.v1.{service}" for service in _BY_SERVICE)

GRANTS: Mapping[str, str] = {
    f"/loyalty.points.v1.{service}/{method}": grant
    for service, methods in _BY_SERVICE.items()
    for method, grant in methods.items()
}
