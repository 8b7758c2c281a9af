"""How things look: every point with its reason, every difference named."""

from __future__ import annotations

import io

import pytest
from loyalty.points.v1.audit_service_pb2 import AuditDifference, AuditLedgerResponse
from loyalty.points.v1.entry_pb2 import Award, Burn, Entry, EntryKind, LotChange
from loyaltyctl.views.audit import follow_audit, print_audit
from loyaltyctl.views.statement import entry_lines, print_statement
from loyaltyctl.views.words import money, signed
from rich.console import Console


def console() -> Console:
    return Console(file=io.StringIO(), width=200, highlight=False)


def printed(to: Console) -> str:
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


def entry() -> Entry:
    entry = Entry(
        sequence=7,
        kind=EntryKind.ENTRY_KIND_PURCHASE,
        business_id="dining",
        store_id="1",
        earned_points=1200,
        burned_points=100,
        detailed=True,
        awards=[
            Award(
                plugin="dining",
                rule_id="spend",
                reason="dining-spend",
                points=1200,
                requested_points=1500,
                limited_by="purchase",
                funder="dining",
            )
        ],
        burn=Burn(points=100, amount_minor=150, plugin="dining", rule_id="burn", reason="pay"),
        lot_changes=[LotChange(lot_id="l", points=-100, funder="hotel")],
    )
    entry.purchase.total.amount_minor, entry.purchase.total.currency_code = 2050, "USD"
    entry.balance_after.available_points = 3000
    entry.balance_after.debt_points = 5
    return entry


def test_a_statement_tells_awards_limits_burns_lots_and_the_balance() -> None:
    to = console()
    print_statement(to, [entry()])
    for told in (
        "#7",
        "dining store 1: purchase, 20.50 USD",
        "+1,200 -100",
        "dining-spend (dining: spend), paid by dining, cut from 1,500 by limit purchase",
        "pays 1.50 USD (dining: burn, pay)",
        "from a lot of hotel, never expires: -100",
        "3,000 available, 5 debt",
    ):
        assert told in printed(to)


def test_a_reversal_tells_what_came_back_and_what_was_taken_back() -> None:
    undone = Entry(kind=EntryKind.ENTRY_KIND_PURCHASE_REVERSED)
    undone.reversal.original_entry_id = "A-7"
    undone.reversal.complete = True
    undone.reversal.restored_points = 50
    undone.reversal.restored_expired_points = 20
    undone.reversal.clawed_back_points = 90
    undone.reversal.clawed_back_available_points = 60
    undone.reversal.clawed_back_debt_points = 30
    lines = list(entry_lines(undone))
    assert lines[:3] == [
        "undoes entry A-7, of which nothing is left",
        "     +50  that had been spent, 20 of them expired",
        "     -90  that had been earned: 60 available, 30 owed from now on",
    ]
    undone.reversal.voided = True
    assert next(entry_lines(undone)).startswith("voids entry A-7")


def test_an_entry_says_when_it_was_recorded_only_where_that_was_much_later() -> None:
    late, prompt = entry(), entry()
    for each, hours in ((late, 25), (prompt, 23)):
        each.event_time.seconds, each.record_time.seconds = 0, hours * 3600
    assert next(entry_lines(late)) == "recorded 1970-01-02 01:00 UTC"
    assert not any(line.startswith("recorded") for line in entry_lines(prompt))


def test_an_enrolment_is_told_once() -> None:
    to = console()
    print_statement(to, [Entry(sequence=1, kind=EntryKind.ENTRY_KIND_MEMBER_ENROLLED)])
    assert "UTC  member enrolled" in printed(to)
    assert "member: " not in printed(to)


def test_an_entry_of_another_business_says_why_it_is_bare() -> None:
    to, bare = console(), entry()
    for name in ("awards", "burn", "lot_changes", "purchase", "balance_after"):
        bare.ClearField(name)
    bare.detailed = False
    print_statement(to, [bare])
    assert "details are for the entry's own business" in printed(to)


def test_an_audit_with_a_difference_is_not_clean_and_names_it() -> None:
    difference = AuditDifference(
        account_id="A", sequence=3, subject="lot [bold]~0", expected="5", actual="6"
    )
    last = AuditLedgerResponse(done=True, difference=difference)
    to = console()
    assert not print_audit(to, follow_audit(to, [AuditLedgerResponse(), last]))
    told = "account A, entry 3, lot [bold]~0: the journal says '5', stored is '6'"
    assert told in printed(to)


def test_an_audit_that_breaks_off_is_not_clean() -> None:
    to = console()
    assert not print_audit(to, follow_audit(to, [AuditLedgerResponse(checked_account_count=5)]))
    assert not print_audit(to, follow_audit(to, []))


def test_an_audit_without_difference_is_clean() -> None:
    last = AuditLedgerResponse(done=True, checked_account_count=1, totals={"member": 0})
    assert print_audit(console(), last)


@pytest.mark.parametrize(
    ("amount_minor", "currency_code", "told"),
    [(5, "USD", "0.05 USD"), (123456, "JPY", "123,456 JPY"), (1234567, "KWD", "1,234.567 KWD")],
)
def test_money_has_the_decimals_of_its_currency(
    amount_minor: int, currency_code: str, told: str
) -> None:
    assert money(amount_minor, currency_code) == told


def test_points_have_their_sign() -> None:
    assert (signed(1200), signed(-3)) == ("+1,200", "-3")
