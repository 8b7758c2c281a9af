"""Quotes, to messages."""

from __future__ import annotations

from collections.abc import Iterable

from loyalty.points.v1 import points_service_pb2

from loyalty_points.domain.journal.entry_parts import Award
from loyalty_points.domain.purchases.burning import Offer
from loyalty_points.rpc.times import fill_time
from loyalty_points.rpc.write.write_account import fill_balance
from loyalty_points.rpc.write.write_award import fill_award, fill_burn
from loyalty_points.use_cases.purchases.quote_purchase import Quote


def write_quote(quote: Quote) -> points_service_pb2.QuotePurchaseResponse:
    """Return the message of a quote."""
    awards: Iterable[Award] = quote.priced.granted.awards
    line_ids = [line.line_id for line in quote.purchase.lines]
    message = points_service_pb2.QuotePurchaseResponse(
        earned_points=sum(award.points for award in awards),
        qualifying_points=sum(award.qualifying_points for award in awards),
        program_version=quote.program_version,
    )
    for award in awards:
        fill_award(message.awards.add(), award, line_ids)
    fill_balance(message.balance, quote.balance)
    fill_time(message.server_time, quote.server_time)
    if quote.priced.burn:
        fill_burn(message.burn, quote.priced.burn, line_ids)
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
