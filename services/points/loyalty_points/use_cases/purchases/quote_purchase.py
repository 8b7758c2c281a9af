"""Tells what a purchase would earn and what points could pay of it. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loyalty_chassis.calls import Call

from loyalty_points.domain.accounts.account import Balance
from loyalty_points.domain.accounts.due import catch_up
from loyalty_points.domain.members.member_limits import redeemable
from loyalty_points.domain.purchases.burning import Offer
from loyalty_points.domain.purchases.purchase import Purchase
from loyalty_points.domain.tiers.tiers import bring_up_to
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import MemberKey
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.purchases.pricing import Priced, price
from loyalty_points.use_cases.purchases.setting import find_setting


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would do, and what the account holds before it."""

    priced: Priced
    purchase: Purchase
    balance: Balance
    program_version: int
    server_time: datetime
    redeemable_points: int
    """Available, as far as the member's limits let them be redeemed now."""

    @property
    def max_points(self) -> int:
        """The most points that can be spent on it; 0 if fewer than the offer's minimum."""
        offer = self.priced.offer
        if offer is None:
            return 0
        most = offer.points_within(self.redeemable_points)
        return most if most >= offer.points_min else 0

    @property
    def offer(self) -> Offer | None:
        """The terms that hold."""
        return self.priced.offer


def quote_purchase(
    parts: Parts, call: Call, member: MemberKey, purchase: Purchase, burn_points: int
) -> Quote:
    """Return the quote, after two reads (three where the member is named by identity).

    Raises as recording would, receipts and freezes aside.
    """
    setting = find_setting(parts, call, purchase)
    draft = journal.Draft.read(member_id_of(parts.identities, member), parts.clock)
    catch_up(draft.account, draft.now_ms)
    bring_up_to(draft.now, parts.book.in_force, draft.member)
    balance = draft.account.balance(draft.now_ms)
    current = setting.current
    redeemable_points = min(
        balance.available_points,
        redeemable(draft.member, current.limits.members, draft.now, current.time_zone),
    )
    spend = parts.budgets.left_of(setting.budget)
    priced = price(setting, purchase, draft, burn_points, spend, tell_offer=True)
    return Quote(priced, purchase, balance, setting.program.version, draft.now, redeemable_points)
