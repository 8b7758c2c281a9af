"""What becomes of points that wait for the till, or for their time."""

from __future__ import annotations

from hypothesis.stateful import precondition, rule

from support import returning
from support.all_operations.returns import Returns
from support.all_operations.rules import PICK
from support.naive.ledger import NaiveLedger
from support.naive.people import Person
from support.naive.points import Point
from support.naive.sales import Sale, SoldLine
from support.naive.time import AWAITS, end_of, idle_days


class Waiting(Returns):
    """Confirming and cancelling."""

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def confirm(self, pick: int) -> None:
        sale, _ = self.sale(pick)
        waiting = [line for line in sale.lines if line.like.active == AWAITS]
        holder = self.holder(sale, waiting)
        refusal = self.why_not_settle(sale, holder)
        request = returning.confirm(sale.entry_id)
        answer = self.world.ask(self.world.client.returns.ConfirmPurchase, request, refusal)
        if refusal or not holder:
            return
        now, ledger = self.world.now, holder.own
        for line, points in zip(waiting, self.waiting(ledger, waiting), strict=True):
            if points:
                end, idle = end_of(line.expiry, now, sale.business), idle_days(line.expiry)
                line.like = Point(sale.business, line.like.earner, 0, end, idle, sale.time)
                for point in points:
                    ledger.remove(point)
                ledger.put_all(line.like, len(points))
        ledger.repay(now)
        assert (answer.entry.account_id, answer.entry.earned_points) == (holder.account, 0)

    @precondition(lambda self: self.world.sales)
    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        sale, _ = self.sale(pick)
        pending = [line for line in sale.lines if line.like.active > self.world.now]
        holder = self.holder(sale, pending)
        refusal = self.why_not_settle(sale, holder)
        request = returning.cancel(sale.entry_id)
        answer = self.world.ask(self.world.client.returns.CancelPending, request, refusal)
        if refusal or not holder:
            return
        taken = qualifying = 0
        for line, points in zip(pending, self.waiting(holder.own, pending), strict=True):
            if points:
                for point in points:
                    holder.own.remove(point)
                taken += len(points)
                qualifying += line.qualifying - line.part(line.qualifying, line.returned)
                line.is_cancelled = True
        assert answer.entry.reversal.clawed_back_pending_points == taken
        assert answer.entry.qualifying_points == -qualifying
        sale.earned.points -= taken
        self.world.person_of(sale.owner).tier.take_back(qualifying, 0, sale.time)
        self.undone(sale, answer.entry, holder)

    def why_not_settle(self, sale: Sale, holder: Person | None) -> str:
        """Return why what waits cannot be settled in the account it is in, if it is in any."""
        if self.world.person_of(sale.owner).is_closed:
            return "MEMBER_CLOSED"
        refusal = self.why_not_undo(sale)
        if not holder:
            return refusal or "NOTHING_PENDING"
        self.settled(holder)
        return ""

    def holder(self, sale: Sale, lines: list[SoldLine]) -> Person | None:
        """Return whose account the points of these lines wait in: they move with who earned them.

        A lot that is younger than the sale has points of others alone. Of several that are not,
        the account that got them, or that with the youngest: older ones were left behind.
        """
        ages: dict[Person, int] = {}
        for person in self.world.persons:
            found = [point for each in self.waiting(person.own, lines) for point in each]
            if found:
                ages[person] = max(point.since for point in found)
        account = self.world.person_of(sale.account)
        if ages.get(got := account.home or account, sale.time + 1) <= sale.time:
            return got
        old = [person for person, since in ages.items() if since <= sale.time]
        return max(old or ages, key=lambda each: (ages[each], each.account), default=None)

    def waiting(self, ledger: NaiveLedger, lines: list[SoldLine]) -> list[list[Point]]:
        """Return of each line the points that wait, as far as they are in the account."""
        left = list(ledger.points)
        found = []
        for line in lines:
            alike = [point for point in left if line.is_kept and point.lot == line.like.lot]
            found.append(alike[: line.points_left])
            left = [point for point in left if point not in found[-1]]
        return found
