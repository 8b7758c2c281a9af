"""The operations on what was done before: returns, repeats, and what operators do to members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support import build, returning
from support.all_operations import GRACE_DAYS, Person
from support.all_operations_arrivals import Arrivals
from support.all_operations_rules import PICK
from support.naive_ledger import Point
from support.naive_sales import Sale, TooMuch
from support.naive_time import AWAITS, day_of, end_of, idle_days, start_of

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


class AllOperations(Arrivals):
    """Everything."""

    # Returns.

    def sale(self, pick: int) -> tuple[Sale, Person]:
        """Return one of the last purchases, and whose it is by now."""
        sales = self.world.sales[-4:]
        sale = sales[pick % len(sales)]
        return sale, self.world.person_of(sale.owner)

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
        self.settled(self.world.person_of(sale.owner))
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
            self.returned(sale, after, answer.entry.reversal)

    def returned(self, sale: Sale, after: list[tuple[int, int]], told: Any) -> None:
        """Do to the ledger what a return does, and compare what was told of it."""
        ledger = self.world.ledger_of(sale.owner)
        going: list[Point] = []
        for line, (gone, _) in reversed(list(zip(sale.lines, after, strict=True))):
            paid = len(line.paid)
            going += line.paid[::-1][line.part(paid, line.returned) : line.part(paid, gone)]
        restored = ledger.restore(going, self.world.now, self.grace_end(sale.business))
        clawed = (0, 0, 0)
        refund = 0
        for line, (gone, pieces) in zip(sale.lines, after, strict=True):
            refund += line.part(line.net, gone) - line.part(line.net, line.returned)
            paid = len(line.paid)
            refund -= line.part(paid, gone) - line.part(paid, line.returned)
            number = line.part(line.points, gone) - line.part(line.points, line.returned)
            line.returned, line.returned_quantity = gone, pieces
            if not line.is_cancelled:
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

    def grace_end(self, business: str) -> int:
        """Return until when points live that come back after their end."""
        last = day_of(self.world.now, business) + timedelta(days=GRACE_DAYS)
        return start_of(last + timedelta(days=1), business)

    @precondition(lambda self: self.world.spent)
    @rule(pick=PICK, number=st.integers(0, 8))
    def reverse_redemption(self, pick: int, number: int) -> None:
        recent = self.world.spent[-4:]
        spent = recent[pick % len(recent)]
        ledger = self.settled(self.world.person_of(spent.owner))
        refusal = "" if spent.left and number <= spent.left else "RETURN_EXCEEDS_PURCHASE"
        store = f"{spent.business}-1"
        request = returning.reverse_redemption(spent.entry_id, number, store_id=store)
        answer = self.world.ask(self.world.client.returns.ReverseRedemption, request, refusal)
        if not refusal:
            going = spent.back(number or spent.left)
            restored = ledger.restore(going, self.world.now, self.grace_end(spent.business))
            told = answer.entry.reversal
            assert restored == (told.restored_available_points, told.restored_expired_points)
            assert told.complete == (not spent.left)

    # Points that wait.

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def confirm(self, pick: int) -> None:
        sale, person = self.sale(pick)
        self.settled(person)
        waiting = [
            line
            for line in sale.lines
            if line.like.active == AWAITS and line.is_kept and line.points_left
        ]
        request = returning.confirm(sale.entry_id)
        refusal = "" if waiting else "NOTHING_PENDING"
        self.world.ask(self.world.client.returns.ConfirmPurchase, request, refusal)
        if waiting:
            now, ledger = self.world.now, person.ledger
            for line in waiting:
                end, idle = end_of(line.expiry, now, sale.business), idle_days(line.expiry)
                moving = [p for p in ledger.points if p.lot == line.like.lot][: line.points_left]
                line.like = Point(sale.business, line.like.earner, 0, end, idle, sale.time)
                for point in moving:
                    ledger.remove(point)
                ledger.put_all(line.like, len(moving))
            ledger.repay(now)

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        sale, person = self.sale(pick)
        self.settled(person)
        pending = [
            line
            for line in sale.lines
            if line.like.active > self.world.now and line.is_kept and line.points_left
        ]
        request = returning.cancel(sale.entry_id)
        refusal = "" if pending else "NOTHING_PENDING"
        answer = self.world.ask(self.world.client.returns.CancelPending, request, refusal)
        if pending:
            taken, ledger = 0, person.ledger
            for line in pending:
                alike = [p for p in ledger.points if p.lot == line.like.lot]
                for point in alike[: line.points_left]:
                    ledger.remove(point)
                taken += line.points_left
                line.is_cancelled = True
            assert answer.entry.reversal.clawed_back_pending_points == taken

    # What operators do to members.

    @rule(pick=PICK, really=st.integers(0, 2))
    def freeze(self, pick: int, really: int) -> None:
        member_id, person = self.member(pick)
        if person.is_frozen:
            request = build.unfreeze_member(member_id)
            self.world.ask(self.world.client.members.UnfreezeMember, request)
            person.is_frozen = False
        elif not really:
            request = build.freeze_member(member_id)
            self.world.ask(self.world.client.members.FreezeMember, request)
            person.is_frozen = True

    @precondition(lambda self: len(self.world.asked) > 12 and len(self.world.persons) > 1)
    @rule(pick=PICK, other=PICK, really=st.integers(0, 3))
    def merge(self, pick: int, other: int, really: int) -> None:
        (source_id, source), (target_id, target) = self.member(pick), self.member(other)
        if source is target or really:
            return
        request = build.merge(source_id, target_id)
        refusal = "MEMBER_MERGED" if source_id != source.ids[0] else ""
        self.world.ask(self.world.client.members.MergeMembers, request, refusal)
        if refusal:
            return
        leaving, ledger = self.settled(source), self.settled(target)
        for point in leaving.points:
            ledger.put(point)
        ledger.holds |= leaving.holds
        ledger.debts += leaving.debts
        ledger.repay(self.world.now)
        target.ids += source.ids
        target.is_frozen |= source.is_frozen
        self.world.persons.remove(source)

    # Repeats.

    @precondition(lambda self: self.world.asked)
    @rule(pick=st.integers(0, 60))
    def ask_again(self, pick: int) -> None:
        self.world.ask_again(self.world.asked[pick % len(self.world.asked)])

    @precondition(lambda self: self.world.asked)
    @rule(pick=st.integers(0, 60))
    def ask_otherwise(self, pick: int) -> None:
        self.world.ask_otherwise(self.world.asked[pick % len(self.world.asked)])


def _line_return(sale: Sale, place: int, quantity: int, amount: int) -> Any:
    part: dict[str, int] = {}
    if quantity:
        part = {"quantity_milli": quantity}
    elif amount:
        part = {"amount_minor": amount}
    return returning.line(sale.lines[place].line_id, **part)
