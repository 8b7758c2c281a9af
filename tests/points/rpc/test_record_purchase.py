"""Recording purchases, over gRPC and on the embedded database."""

from __future__ import annotations

from loyalty.points.v1 import audit_service_pb2

from support import build
from support.harness import Client


def test_points_earned_at_one_business_pay_at_another(operator: Client, member_id: str) -> None:
    stay = build.purchase(build.line(30_000, "room"), business="hotel")
    earned = operator.points.RecordPurchase(build.record(member_id, stay)).entry
    assert (earned.earned_points, earned.balance_after.available_points) == (30_000, 30_000)

    dinner = build.purchase(build.line(8_000, "food"), business="dining")
    spent = operator.points.RecordPurchase(build.record(member_id, dinner, burn=5_000)).entry
    assert spent.burned_points == 5_000
    assert spent.burn.amount_minor == 5_000
    assert [change.funder for change in spent.lot_changes] == ["hotel", "dining"]
    assert spent.earned_points == 3_000, "what points paid earns nothing"
    assert spent.balance_after.available_points == 28_000
    assert sum(posting.points for posting in spent.postings) == 0


def test_a_repeat_gives_the_same_answer_and_says_so(operator: Client, member_id: str) -> None:
    request = build.record(member_id)
    first, call = operator.points.RecordPurchase.with_call(request)
    assert dict(call.trailing_metadata()).get("replayed") is None
    second, call = operator.points.RecordPurchase.with_call(request)
    assert second == first
    assert dict(call.trailing_metadata())["replayed"] == "true"


def test_the_audit_finds_nothing(operator: Client, member_id: str) -> None:
    operator.points.RecordPurchase(build.record(member_id))
    last = list(operator.audits.AuditLedger(audit_service_pb2.AuditLedgerRequest()))[-1]
    assert last.done
    assert not last.HasField("difference"), last.difference
