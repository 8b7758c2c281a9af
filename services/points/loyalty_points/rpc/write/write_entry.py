"""Entries, accounts and quotes, to messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from loyalty.points.v1 import account_pb2, entry_pb2, points_service_pb2, purchase_pb2
from loyalty.type import money_pb2
from loyalty_chassis.callers import Caller

from loyalty_points.domain.accounts.account import Account, Balance
from loyalty_points.domain.accounts.holds import Hold
from loyalty_points.domain.accounts.lots import LotChange, LotKey
from loyalty_points.domain.instants import from_ms, to_ms
from loyalty_points.domain.journal.entry import (
    SPENDABLE,
    Award,
    Burn,
    Entry,
    EntryKind,
    Posting,
)
from loyalty_points.domain.purchases.burning import Offer
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.rpc.times import write_time
from loyalty_points.rpc.write.write_member import write_invitation, write_spend_limit
from loyalty_points.rpc.write.write_reversal import (
    write_hold_record,
    write_moved_hold,
    write_reversal,
)
from loyalty_points.use_cases.purchases.quote_purchase import Quote

_KINDS = {
    kind: cast("entry_pb2.EntryKind", entry_pb2.EntryKind.Value(f"ENTRY_KIND_{kind.name}"))
    for kind in EntryKind
}
"""Named alike on both sides."""


def write_balance(balance: Balance) -> account_pb2.Balance:
    """Return the message of a balance."""
    return account_pb2.Balance(
        available_points=balance.available_points,
        pending_points=balance.pending_points,
        held_points=balance.held_points,
        debt_points=balance.debt_points,
        due_points=balance.due_points,
    )


def write_account(account: Account, now: datetime, caller: Caller) -> account_pb2.Account:
    """Return the message of an account as of an instant, with the holds that `caller` sees."""
    message = account_pb2.Account(
        account_id=account.account_id,
        balance=write_balance(account.balance(to_ms(now))),
        sequence=account.sequence,
        open_lot_count=len(account.lots),
        as_of_time=write_time(now),
    )
    for expire_ms, points in account.expirations(to_ms(now)):
        message.expirations.add(expire_time=write_time(from_ms(expire_ms)), points=points)
    if message.expirations:
        message.next_expiration.CopyFrom(message.expirations[0])
    for hold in sorted(account.holds.values(), key=lambda hold: (hold.deadline_ms, hold.hold_id)):
        if hold.is_live(to_ms(now)) and caller.sees(hold.business_id):
            message.holds.append(_write_hold(hold))
    return message


def _write_hold(hold: Hold) -> account_pb2.Hold:
    return account_pb2.Hold(
        hold_id=hold.hold_id,
        business_id=hold.business_id,
        points=hold.points,
        deadline_time=write_time(from_ms(hold.deadline_ms)),
    )


def write_entry(entry: Entry, caller: Caller) -> entry_pb2.Entry:
    """Return the message of an entry, which holds what `caller` may see."""
    if not caller.sees(entry.business_id):
        entry = entry.without_details()
    lines = entry.purchase.lines if entry.purchase else ()
    line_ids = [line.line_id for line in lines]
    message = entry_pb2.Entry(
        entry_id=entry.entry_id,
        account_id=entry.account_id,
        member_id=entry.member_id,
        sequence=entry.sequence,
        kind=_KINDS[entry.kind],
        request_id=entry.request_id,
        client_id=entry.client_id,
        business_id=entry.business_id,
        store_id=entry.store_id,
        event_time=write_time(entry.event_time),
        record_time=write_time(entry.record_time),
        earned_points=entry.earned_points,
        burned_points=entry.burned_points,
        qualifying_points=entry.qualifying_points,
        detailed=caller.sees(entry.business_id),
        awards=[write_award(award, line_ids) for award in entry.awards],
        lot_changes=[_write_lot_change(change) for change in entry.lot_changes],
        debt_changes=[
            entry_pb2.DebtChange(funder=debt.funder, payer=debt.payer, points=debt.points)
            for debt in entry.debt_changes
        ],
        postings=[_write_posting(posting) for posting in entry.postings],
        balance_after=write_balance(entry.balance_after),
        program_version=entry.program_version,
        plugins=entry.plugins,
        chain_hash=entry.chain_hash,
        reason=entry.reason,
        reference=entry.reference,
        tier_id=entry.tier_id,
        owed=[
            entry_pb2.Owed(debtor=each.debtor, creditor=each.creditor, points=each.points)
            for each in entry.owed
        ],
        price_version=entry.price_version,
        counterpart_account_id=entry.counterpart,
        operator_id=entry.operator_id,
        approver_id=entry.approver_id,
        holds=[write_moved_hold(hold) for hold in entry.holds],
        invitation=write_invitation(entry.invitation) if entry.invitation else None,
        spend_limit=write_spend_limit(entry.monthly_spend_limit),
    )
    if entry.hold:
        message.hold.CopyFrom(write_hold_record(entry.hold))
    if entry.merged:
        message.merged.member_id = entry.merged.member_id
        message.merged.identity_count = entry.merged.identity_count
    if entry.reversal:
        message.reversal.CopyFrom(write_reversal(entry.reversal))
    if entry.purchase:
        message.purchase.CopyFrom(_write_purchase(entry.purchase))
    if entry.burn:
        message.burn.CopyFrom(write_burn(entry.burn, line_ids))
    return message


def write_award(award: Award, line_ids: Sequence[str]) -> entry_pb2.Award:
    """Return the message of an award; `line_ids` are the purchase's, in order."""
    return entry_pb2.Award(
        plugin=award.plugin,
        rule_id=award.rule_id,
        reason=award.reason,
        points=award.points,
        qualifying_points=award.qualifying_points,
        requested_points=award.requested_points,
        limited_by=award.limited_by,
        funder=award.funder,
        lot_id=award.lot_id,
        expire_time=write_time(award.expire_time) if award.expire_time else None,
        born_expired=award.born_expired,
        line_shares=[
            entry_pb2.LineShare(line_id=line_id, points=points, qualifying_points=qualifying)
            for line_id, points, qualifying in zip(
                line_ids, award.line_points, award.line_qualifying_points, strict=True
            )
            if points or qualifying
        ],
    )


def write_burn(burn: Burn, line_ids: Sequence[str]) -> entry_pb2.Burn:
    """Return the message of a burn; `line_ids` are the purchase's, in order."""
    return entry_pb2.Burn(
        points=burn.points,
        amount_minor=burn.amount_minor,
        plugin=burn.plugin,
        rule_id=burn.rule_id,
        reason=burn.reason,
        line_shares=[
            entry_pb2.LineShare(line_id=line_ids[part.line], points=part.points, lot_id=part.lot_id)
            for part in burn.lines_paid
        ],
    )


def write_quote(quote: Quote) -> points_service_pb2.QuotePurchaseResponse:
    """Return the message of a quote."""
    awards: Iterable[Award] = quote.priced.granted.awards
    line_ids = [line.line_id for line in quote.purchase.lines]
    message = points_service_pb2.QuotePurchaseResponse(
        awards=[write_award(award, line_ids) for award in awards],
        earned_points=sum(award.points for award in awards),
        qualifying_points=sum(award.qualifying_points for award in awards),
        balance=write_balance(quote.balance),
        program_version=quote.program_version,
        server_time=write_time(quote.server_time),
    )
    if quote.priced.burn:
        message.burn.CopyFrom(write_burn(quote.priced.burn, line_ids))
    if quote.offer:
        message.burn_offer.CopyFrom(_write_offer(quote.offer, quote.max_points))
    return message


def _write_offer(offer: Offer, max_points: int) -> points_service_pb2.BurnOffer:
    return points_service_pb2.BurnOffer(
        max_points=max_points,
        max_amount_minor=offer.amount_of(max_points),
        min_points=offer.points_min,
        step_points=offer.terms.points_step,
        rate_points=offer.terms.points,
        rate_amount_minor=offer.terms.amount_minor,
        absorbable_amount_minor=offer.absorbable_amount_minor,
        plugin=offer.plugin,
        rule_id=offer.terms.rule_id,
        reason=offer.terms.reason,
    )


def _write_lot_change(change: LotChange) -> entry_pb2.LotChange:
    lot = LotKey.parse(change.lot_id)
    return entry_pb2.LotChange(
        lot_id=change.lot_id,
        points=change.points,
        funder=lot.funder,
        expire_time=write_time(from_ms(lot.expire_ms)) if lot.expire_ms else None,
    )


def _write_posting(posting: Posting) -> entry_pb2.Posting:
    spendable = posting.currency == SPENDABLE
    return entry_pb2.Posting(
        ledger_account=posting.ledger_account,
        points=posting.points,
        currency=entry_pb2.POINTS_CURRENCY_SPENDABLE
        if spendable
        else entry_pb2.POINTS_CURRENCY_QUALIFYING,
    )


def _write_purchase(purchase: Purchase) -> purchase_pb2.Purchase:
    return purchase_pb2.Purchase(
        business_id=purchase.business_id,
        store_id=purchase.store_id,
        channel=purchase.channel,
        receipt_number=purchase.receipt_number,
        purchase_time=write_time(purchase.purchase_time),
        total=money_pb2.Money(
            amount_minor=purchase.total_amount_minor, currency_code=purchase.currency_code
        ),
        lines=[
            purchase_pb2.Line(
                line_id=line.line_id,
                sku=line.sku,
                category=line.category,
                quantity_milli=line.quantity_milli,
                gross_amount_minor=line.gross_amount_minor,
                discount_amount_minor=line.discount_amount_minor,
                net_amount_minor=line.net_amount_minor,
            )
            for line in purchase.lines
        ],
        payments=[
            purchase_pb2.Payment(method=payment.method, amount_minor=payment.amount_minor)
            for payment in purchase.payments
        ],
        attributes=dict(purchase.attributes),
    )
