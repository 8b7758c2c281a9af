"""What operators do to cards, stores and books, and what a till does that was offline."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from loyalty.points.v1 import member_service_pb2
from loyalty.points.v1.points_service_pb2 import SubmitPurchasesRequest

from support import accounting, build
from support.all_operations.members import Members
from support.all_operations.rules import BUSINESS, LINE, PICK, SOME
from support.harness import failure_of
from support.naive.time import day_of

FIVE_MINUTES = 300_000


class Operating(Members):
    """Cards, frozen stores, closed periods, and purchases that come in a batch."""

    @rule(pick=PICK)
    def a_card_comes_and_goes(self, pick: int) -> None:
        """Link a card, note something about the member, and unlink the card."""
        member_id, person = self.member(pick)
        members, card = self.world.client.members, build.card(build.fresh("CARD"))

        def about(kind: Any, **parts: Any) -> Any:
            return kind(request_id=build.fresh(), member_id=member_id, **parts)

        link = about(member_service_pb2.LinkIdentityRequest, identity=card)
        assert self.world.ask(members.LinkIdentity, link).member.member_id == person.ids[0]
        update = about(member_service_pb2.UpdateMemberRequest)
        update.attributes.tags.append(build.fresh("tag"))
        self.world.ask(members.UpdateMember, update)
        unlink = about(member_service_pb2.UnlinkIdentityRequest, identity=card)
        self.world.ask(members.UnlinkIdentity, unlink)

    @rule(pick=PICK, business=BUSINESS, lines=st.lists(LINE, min_size=1, max_size=2), points=SOME)
    def a_store_is_frozen_for_a_while(
        self, pick: int, business: str, lines: list[Any], points: int
    ) -> None:
        """Nothing is earned or spent there; what was refused stays so when it is open again."""
        member_id, _ = self.member(pick)
        client, store = self.world.client, f"{business}-1"
        self.world.ask(client.stores.FreezeStore, build.freeze_store(business, store))
        bought = build.record(member_id, self.basket(business, lines, 0))
        self.world.ask(client.points.RecordPurchase, bought, "STORE_FROZEN")
        spent = build.redeem(member_id, points, business_id=business, store_id=store)
        self.world.ask(client.points.RedeemPoints, spent, "STORE_FROZEN")
        held = build.hold(member_id, points, business_id=business, store_id=store)
        self.world.ask(client.holds.PlaceHold, held, "STORE_FROZEN")
        self.world.ask(client.stores.UnfreezeStore, build.unfreeze_store(business, store))

    @rule(pick=PICK, business=BUSINESS, lines=st.lists(LINE, min_size=1, max_size=2))
    def a_till_was_offline(self, pick: int, business: str, lines: list[Any]) -> None:
        """Send a batch with one purchase twice."""
        member_id, person = self.member(pick)
        bought = build.record(member_id, self.basket(business, lines, 3))
        self.settled_if_owing(person)
        batch = SubmitPurchasesRequest(purchases=[bought, bought])
        self.world.counts["SubmitPurchases"] += 1
        first, again = self.world.client.points.SubmitPurchases(batch).results
        assert (first.replayed, again.replayed) == (False, True)
        assert (first.status, first.entry) == (again.status, again.entry)
        assert bool(first.status.code) == person.is_frozen
        if not person.is_frozen:
            self.sold(person, bought.purchase, lines, 0, first.entry)

    @rule()
    def the_books_are_closed(self) -> None:
        """Close the month after the last that was closed, or else the one that ended last."""
        ended = _month(self.world.now - FIVE_MINUTES) - 1
        month = self.world.closed_month + 1 if self.world.closed_month else ended
        year, number = divmod(month, 12)
        period = f"{year:04}-{number + 1:02}"
        if month > ended:
            failure = failure_of(lambda: accounting.close(self.world.client, period))
            assert failure.reason == "PERIOD_NOT_OVER"
            self.world.counts["CloseClearing PERIOD_NOT_OVER"] += 1
            return
        request_id = build.fresh()
        closed = accounting.close(self.world.client, period, request_id)
        assert accounting.close(self.world.client, period, request_id) == closed
        self.world.closed_month = month
        self.world.counts["CloseClearing"] += 1


def _month(instant: int) -> int:
    """Return the month of an instant in the group's zone, counted from year 0."""
    day = day_of(instant, "group")
    return day.year * 12 + day.month - 1
