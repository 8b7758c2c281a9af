"""The operations by which points arrive other than with a purchase of the member's."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from loyalty.points.v1.adjustment_service_pb2 import ImportOpeningBalancesRequest

from support import build
from support.all_operations.holds import Holds
from support.all_operations.machine import Unclaimed
from support.all_operations.programs import DEFAULT_EXPIRY
from support.all_operations.rules import BUSINESS, FUNDER, LINE, PICK, SOME
from support.naive.points import Point
from support.naive.time import end_of


class Arrivals(Holds):
    """Claims, opening balances, and adjustments that took two people."""

    @rule(
        business=BUSINESS,
        lines=st.lists(LINE, min_size=1, max_size=2),
        late=st.sampled_from([0, 0, 80]),
    )
    def buy_without_a_card(self, business: str, lines: list[Any], late: int) -> None:
        request = build.anonymous(self.basket(business, lines, late))
        answer = self.world.ask(self.world.client.points.RecordAnonymousPurchase, request)
        last_time = answer.expire_time.ToDatetime(UTC)
        kept = Unclaimed(answer.claim_code, request.purchase, lines, last_time)
        self.world.unclaimed.append(kept)

    @precondition(lambda self: self.world.unclaimed)
    @rule(pick=PICK, which=PICK)
    def claim(self, pick: int, which: int) -> None:
        member_id, person = self.member(pick)
        kept = self.world.unclaimed[-1 - which % len(self.world.unclaimed)]
        refusal = self.why_not_claim(kept)
        if not refusal:
            self.settled_if_owing(person)
            refusal = "MEMBER_FROZEN" if person.is_frozen else ""
        request = build.claim(member_id, kept.code)
        answer = self.world.ask(self.world.client.points.ClaimPurchase, request, refusal)
        if not refusal:
            kept.is_used = True
            self.sold(person, kept.bought, kept.lines, 0, answer.entry)

    def why_not_claim(self, kept: Unclaimed) -> str:
        if kept.is_used:
            return "CLAIM_CODE_USED"
        return "CLAIM_TOO_LATE" if self.world.harness.clock.now >= kept.last_time else ""

    @precondition(lambda self: self.world.unclaimed)
    @rule(which=PICK)
    def withdraw(self, which: int) -> None:
        kept = self.world.unclaimed[-1 - which % len(self.world.unclaimed)]
        request = build.withdraw(kept.code)
        refusal = "CLAIM_CODE_USED" if kept.is_used else ""
        self.world.ask(self.world.client.points.WithdrawAnonymousPurchase, request, refusal)
        kept.is_used = True

    @rule(pick=PICK, number=SOME, funder=FUNDER, hours=st.sampled_from([0, 30, 90]))
    def bring_along(self, pick: int, number: int, funder: str, hours: int) -> None:
        """Import an opening balance of one lot, which expires in so many hours, 0 for never."""
        member_id, person = self.member(pick)
        ledger, now = self.settled_if_owing(person), self.world.now
        lot: dict[str, Any] = {"points": number, "funder": funder}
        end = now + hours * 3_600_000 if hours else 0
        if end:
            lot["expire_time"] = build.timestamp(self.world.later(hours))
        balance = build.opening_balance(member_id, lot)
        self.world.counts["ImportOpeningBalances"] += 1
        request = ImportOpeningBalancesRequest(balances=[balance, balance])
        first, again = self.world.client.adjustments.ImportOpeningBalances(request).results
        assert (first.status.code, first.replayed) == (0, False)
        assert (again.status.code, again.replayed) == (0, True)
        assert first.entry == again.entry
        ledger.give(number, Point(funder, person.ids[0], 0, end, 0, now), now)

    def propose(self, member_id: str, number: int, funder: str, is_credit: bool) -> str:
        """Propose to give points or to take them; return the proposal's id."""
        request = build.propose(member_id, number if is_credit else -number, funder=funder)
        answer = self.world.ask(self.world.client.adjustments.ProposeAdjustment, request)
        return str(answer.proposal.proposal_id)

    @rule(pick=PICK, number=SOME, funder=FUNDER, is_credit=st.booleans())
    def propose_and_reject(self, pick: int, number: int, funder: str, is_credit: bool) -> None:
        """Propose and reject: nothing moves, and it cannot be approved any more."""
        member_id, _ = self.member(pick)
        proposal_id = self.propose(member_id, number, funder, is_credit)
        second = self.world.second_client.adjustments
        self.world.ask(second.RejectAdjustment, build.reject(proposal_id))
        self.world.ask(second.ApproveAdjustment, build.approve(proposal_id), "PROPOSAL_CLOSED")

    @rule(pick=PICK, number=SOME, funder=FUNDER, is_credit=st.booleans())
    def propose_and_approve(self, pick: int, number: int, funder: str, is_credit: bool) -> None:
        member_id, person = self.member(pick)
        proposal_id = self.propose(member_id, number, funder, is_credit)
        ledger, now = self.settled_if_owing(person), self.world.now
        too_much = not is_credit and number > ledger.available(now)
        refusal = "INSUFFICIENT_POINTS" if too_much else ""
        approve = build.approve(proposal_id)
        self.world.ask(self.world.second_client.adjustments.ApproveAdjustment, approve, refusal)
        if is_credit:
            end = end_of(DEFAULT_EXPIRY, now, funder)
            ledger.give(number, Point(funder, person.ids[0], 0, end, 0, now), now)
        elif not refusal:
            ledger.redeem(funder, ledger.spend(number, now))
