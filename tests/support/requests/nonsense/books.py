"""Statements, clearing, transfers, adjustments, audits: what is allowed, what more is wrong."""

from __future__ import annotations

from dataclasses import replace

from support.requests.nonsense.rows import (
    BUSINESS_ID,
    DAY,
    FUNDER,
    MEMBER,
    PERIOD,
    PROPOSAL_ID,
    REQUEST_ID,
    SECOND,
    STORE_ID,
    UNKNOWN_ID,
    Expect,
    Row,
    at,
    lots_26_times_200,
    missing,
    row,
    to,
)

BOOKS: dict[str, Row] = {
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
        maximum=100, too_many_lots_together=lots_26_times_200
    ),
    "OpeningBalance.request_id": REQUEST_ID,
    "OpeningBalance.member": MEMBER,
    "OpeningBalance.lots": row("twice", maximum=200),
    "OpeningLot.funder": FUNDER,
    "OpeningLot.points": row(too_many=to("points", 10**12 + 1)),
    "OpeningLot.expire_time": row("unset", now=at("expire_time", 0 * DAY)),
    "OpeningLot.earn_time": row("unset", ahead=at("earn_time", SECOND)),
    # Audits
    "AuditLedgerRequest.account_id": row(
        "empty",
        unknown=to("account_id", UNKNOWN_ID),
        instead={"unknown": missing("MEMBER", "member_id")},
    ),
}
