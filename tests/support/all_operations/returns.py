"""Returns of what was bought and redeemed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support import returning
from support.all_operations.arrivals import Arrivals
from support.all_operations.programs import GRACE_DAYS
from support.all_operations.rules import PICK
from support.naive.people import Person
from support.naive.points import Point
from support.naive.sales import Sale, Spent, TooMuch
from support.naive.time import day_of, start_of

LINES = st.dictionaries(
    st.integers(0, 2),
    st.one_of(
        st.just((0, 0)),
        st.tuples(st.sampled_from([500, 1000, 2000]), st.just(0)),
        st.tuples(st.just(0), st.integers(1, 12)),
    ),
    min_size=1,
    max_size=3,
)
"""What of which lines is returned: all, a quantity, or an amount."""


class Returns(Arrivals):
    """Returns."""

    def sale(self, pick: int) -> tuple[Sale, Person]:
        """Return one of the last purchases, and whose account answers for it by now."""
        sales = self.world.sales[-4:]
        sale = sales[pick % len(sales)]
        return sale, self.world.person_of(sale.account)

    def why_not_undo(self, made: Sale | Spent) -> str:
        """Return why what was made cannot be undone by now; if it can, have it up to date."""
        owner, account = self.world.person_of(made.owner), self.world.person_of(made.account)
        if owner.is_closed or account.is_closed:
            return "MEMBER_CLOSED"
        self.settled(account)
        return ""

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def return_whole(self, pick: int) -> None:
        sale, _ = self.sale(pick)
        self.reverse(sale, sale.whole)

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        sale, _ = self.sale(pick)
        now, business = self.world.now, sale.business
        in_time = sale.is_untouched and day_of(now, business) == day_of(sale.time, business)
        refusal = "" if in_time else "VOID_TOO_LATE"
        self.reverse(sale, sale.whole, refusal, void=True)

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK, wanted=LINES)
    def return_lines(self, pick: int, wanted: dict[int, tuple[int, int]]) -> None:
        sale, _ = self.sale(pick)
        chosen = {place: part for place, part in wanted.items() if place < len(sale.lines)}
        if chosen:
            parts = [_line_return(sale, place, *part) for place, part in chosen.items()]
            self.reverse(sale, lambda: sale.by_lines(chosen), "", *parts)

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK, amount=st.integers(1, 25))
    def return_amount(self, pick: int, amount: int) -> None:
        sale, _ = self.sale(pick)
        self.reverse(sale, lambda: sale.by_amount(amount), amount=amount)

    def reverse(
        self,
        sale: Sale,
        bring_to: Callable[[], list[tuple[int, int]]],
        refusal: str = "",
        *lines: Any,
        **parts: Any,
    ) -> None:
        """Return part of a sale; `bring_to` tells what of its lines is returned then."""
        after: list[tuple[int, int]] = []
        refusal = self.why_not_undo(sale) or refusal
        if not refusal:
            try:
                after = bring_to()
            except TooMuch:
                refusal = "RETURN_EXCEEDS_PURCHASE"
        given = {
            "store_id": f"{sale.business}-2",
            "return_time": self.world.timestamp,
            **parts,
        }
        request = returning.reverse(sale.entry_id, *lines, **given)
        answer = self.world.ask(self.world.client.returns.ReversePurchase, request, refusal)
        if not refusal:
            self.returned(sale, after, answer.entry)

    def returned(self, sale: Sale, after: list[tuple[int, int]], entry: Any) -> None:
        """Do to the ledger what a return does, and compare what was told of it."""
        ledger, told = self.world.ledger_of(sale.account), entry.reversal
        going: list[Point] = []
        for line, (gone, _) in reversed(list(zip(sale.lines, after, strict=True))):
            paid = len(line.paid)
            going += line.paid[::-1][line.part(paid, line.returned) : line.part(paid, gone)]
        restored = ledger.restore(
            going, sale.business, self.world.now, self.grace_end(sale.business)
        )
        clawed: tuple[int, ...] = (0, 0, 0)
        refund = qualifying = 0
        for line, (gone, pieces) in zip(sale.lines, after, strict=True):
            refund += line.step(line.net, gone) - line.step(len(line.paid), gone)
            number, counted = line.step(line.points, gone), line.step(line.qualifying, gone)
            line.returned, line.returned_quantity = gone, pieces
            if not line.is_cancelled:
                qualifying += counted
                own = [line.like] if line.is_kept else []
                taken = ledger.claw_back(number, sale.business, own, self.world.now)
                clawed = tuple(map(sum, zip(clawed, taken, strict=True)))
        assert restored == (told.restored_available_points, told.restored_expired_points)
        assert sum(restored) == told.restored_points
        assert clawed == (
            told.clawed_back_pending_points,
            told.clawed_back_available_points,
            told.clawed_back_debt_points,
        )
        assert sum(clawed) == told.clawed_back_points
        assert told.refund_amount_minor == refund
        assert told.complete == all(line.returned == line.basis for line in sale.lines)
        assert entry.qualifying_points == -qualifying
        sale.spent.points -= sum(restored)
        sale.earned.points -= sum(clawed)
        self.world.person_of(sale.owner).tier.take_back(qualifying, refund, sale.time)
        self.undone(sale, entry)

    def undone(self, made: Sale | Spent, entry: Any, holder: Person | None = None) -> None:
        """Note who earned or spent less, and fail unless the entry says so.

        It is of the account that got the points, or of the `holder` of those that waited.
        """
        owner, account = self.world.person_of(made.owner), self.world.person_of(made.account)
        account = holder or account
        assert (entry.account_id, entry.member_id) == (account.account, owner.ids[0])
        self.world.moved["earned", entry.account_id, entry.member_id] += entry.earned_points
        self.world.moved["spent", entry.account_id, entry.member_id] += entry.burned_points

    def grace_end(self, business: str) -> int:
        """Return until when points live that come back after their end."""
        last = day_of(self.world.now, business) + timedelta(days=GRACE_DAYS)
        return start_of(last + timedelta(days=1), business)

    @precondition(lambda self: self.world.spent)
    @rule(pick=PICK, number=st.integers(0, 8))
    def reverse_redemption(self, pick: int, number: int) -> None:
        recent = self.world.spent[-4:]
        spent = recent[pick % len(recent)]
        ledger, refusal = self.world.ledger_of(spent.account), self.why_not_undo(spent)
        if not refusal and not (spent.left and number <= spent.left):
            refusal = "RETURN_EXCEEDS_PURCHASE"
        store = f"{spent.business}-1"
        request = returning.reverse_redemption(spent.entry_id, number, store_id=store)
        answer = self.world.ask(self.world.client.returns.ReverseRedemption, request, refusal)
        if not refusal:
            going = spent.back(number or spent.left)
            end = self.grace_end(spent.business)
            restored = ledger.restore(going, spent.business, self.world.now, end)
            told = answer.entry.reversal
            assert restored == (told.restored_available_points, told.restored_expired_points)
            assert told.complete == (not spent.left)
            spent.used.points -= sum(restored)
            self.undone(spent, answer.entry)


def _line_return(sale: Sale, place: int, quantity: int, amount: int) -> Any:
    part: dict[str, int] = {}
    if quantity:
        part = {"quantity_milli": quantity}
    elif amount:
        part = {"amount_minor": amount}
    return returning.line(sale.lines[place].line_id, **part)
