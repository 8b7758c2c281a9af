"""Clearing: who owes whom for a period, and what closing it holds fast."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from loyalty.points.v1 import clearing_service_pb2, entry_pb2, program_pb2
from loyalty_chassis.storage.collections import collection_of
from loyalty_chassis.storage.documents import Document
from loyalty_points.store import closes as stored_closes
from loyalty_points.store.clearing_documents import ClearingCloseDocument, ClearingHeadsDocument
from loyalty_points.store.documents import AccountDocument, MemberDocument
from loyalty_points.store.entry_documents import EntryDocument

from support import accounting, build
from support.asking import give
from support.clocks import NOON
from support.forging import everything_of, forge, restore, roll_back
from support.harness import SUPERVISOR, Client, Harness, failure_of, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import reverse
from support.tampering import difference
from support.together import require_clean_audit

BUSINESSES = ("hotel", "dining", "retail", "fuel")
PRICES = {1: (3, 1), 2: (7, 2)}
"""Points and amount, by program version."""
SPECIAL = {1: ("hotel", "dining", 1, 5), 2: ("dining", "hotel", 2, 9)}
PRICE_CHANGE = NOON + timedelta(days=5)
MAY_END = datetime(2026, 6, 1, 4, tzinfo=UTC)
JUNE_END = datetime(2026, 7, 1, 4, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)

Owed = dict[tuple[str, str], tuple[int, int]]


def program(version: int, **parts: Any) -> program_pb2.Program:
    """Return a program with the prices of that version."""
    made = build.program({business: [("simple", {})] for business in BUSINESSES}, **parts)
    made.clearing.currency_code = "USD"
    points, amount = PRICES[version]
    made.clearing.default_price.points = points
    made.clearing.default_price.amount_minor = amount
    debtor, creditor, points, amount = SPECIAL[version]
    pair = made.clearing.pair_prices.add(debtor=debtor, creditor=creditor)
    pair.price.points, pair.price.amount_minor = points, amount
    return made


@dataclass
class Books:
    """What happened in June and July, and what was answered."""

    harness: Harness
    members: list[str] = field(default_factory=list)
    before_june_end: tuple[str, tuple[Document, Document]] | None = None
    early: Any = None
    late: Any = None
    july: Any = None
    original: Any = None
    returned: Any = None
    june_again: Any = None

    @property
    def client(self) -> Client:
        return self.harness.client()


@pytest.fixture(scope="module")
def books(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A June with a change of prices, closed; a July that takes something of it back, closed."""
    plugins = registry_of({"simple": simple_rules})
    running = start_harness(database_url, tmp_path_factory.mktemp("points"), plugins)
    made = Books(running)
    client = made.client
    build.publish(client, program(1))
    build.publish(client, program(2, effective_time=build.timestamp(PRICE_CHANGE)))
    made.members = [build.enroll(client) for _ in range(4)]
    chance = random.Random(11)
    for instant in (NOON, PRICE_CHANGE - timedelta(milliseconds=1), PRICE_CHANGE):
        running.clock.now = instant
        _trade(client, chance, made.members, instant)
    made.original = _spend_foreign_points(client, made.members[0], running.clock.now)
    last = made.members[1]
    before = everything_of(last)
    give(client, last, 7, at=running.clock.now)
    made.before_june_end = (last, before)
    running.clock.now = JUNE_END + FIVE_MINUTES - timedelta(milliseconds=1)
    made.early = failure_of(lambda: accounting.close(client, "2026-06"))
    running.clock.advance(milliseconds=1)
    made.late = accounting.close(client, "2026-06", "close-june")
    made.returned = client.returns.ReversePurchase(
        reverse(made.original.entry_id, return_time=build.timestamp(running.clock.now))
    ).entry
    made.june_again = accounting.cleared(client, "2026-06")
    running.clock.now = datetime(2026, 8, 2, tzinfo=UTC)
    made.july = accounting.close(client, "2026-07")
    yield made
    running.stop()


def _trade(client: Client, chance: random.Random, members: list[str], now: datetime) -> None:
    for _ in range(12):
        member, business = chance.choice(members), chance.choice(BUSINESSES)
        bought = build.purchase(
            build.line(chance.randint(50, 400)), build.line(33), at=now, business=business
        )
        burn = chance.choice([0, 0, 1, 37, 58])
        held = accounting.as_of(client, member).account.balance.available_points
        client.points.RecordPurchase(build.record(member, bought, burn=min(burn, held)))
    for business in ("dining", "hotel"):
        place = {"business_id": business, "store_id": f"{business}-1"}
        give(client, members[2], 100, at=now, business="hotel")
        client.points.RedeemPoints(build.redeem(members[2], 23, **place))


def _spend_foreign_points(client: Client, member_id: str, now: datetime) -> Any:
    """Return a purchase at retail that points of fuel paid for."""
    give(client, member_id, 5_000, at=now, business="fuel")
    available = accounting.as_of(client, member_id).account.balance.available_points
    bought = build.purchase(build.line(9_000), at=now)
    entry = client.points.RecordPurchase(build.record(member_id, bought, burn=available)).entry
    assert {owed.debtor for owed in entry.owed} >= {"fuel"}
    return entry


def reckoned(entries: list[entry_pb2.Entry]) -> Owed:
    """Return who owes whom, from what purchases and redemptions took out of lots."""
    points: Counter[tuple[str, str]] = Counter()
    exact: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        taken: Counter[str] = Counter()
        if entry.kind == entry_pb2.ENTRY_KIND_REDEMPTION:
            for change in entry.lot_changes:
                taken[change.funder] -= change.points
        elif entry.kind == entry_pb2.ENTRY_KIND_PURCHASE:
            for share in entry.burn.line_shares:
                taken[share.lot_id.split("~")[0]] += share.points
        for funder, count in taken.items():
            if funder != entry.business_id:
                pair = (funder, entry.business_id)
                points[pair] += count
                exact[pair] += count * _price(entry.price_version, *pair)  # type: ignore[assignment]
    return {pair: (points[pair], int(exact[pair] + Fraction(1, 2))) for pair in points}


def _price(version: int, debtor: str, creditor: str) -> Fraction:
    special = SPECIAL[version]
    points, amount = special[2:] if special[:2] == (debtor, creditor) else PRICES[version]
    return Fraction(amount, points)


def said(statement: clearing_service_pb2.ClearingStatement) -> Owed:
    return {
        (pair.debtor, pair.creditor): (pair.points, pair.amount_minor) for pair in statement.pairs
    }


def test_a_month_is_what_a_plain_reckoning_makes_of_it(books: Books) -> None:
    june = accounting.exported(books.client, MAY_END, JUNE_END)
    assert {entry.price_version for entry in june if entry.owed} == {1, 2}
    expected = reckoned(june)
    assert len(expected) > 6
    assert said(books.late.statement) == expected
    assert (books.late.statement.currency_code, books.late.statement.time_zone) == (
        "USD",
        "America/New_York",
    )
    assert books.late.statement.entry_count == len(june)


def test_what_everybody_gets_and_pays_adds_up_to_nothing(books: Books) -> None:
    for statement in (books.late.statement, books.july.statement):
        assert sum(each.points for each in statement.positions) == 0
        assert sum(each.amount_minor for each in statement.positions) == 0
        net: Counter[str] = Counter()
        for (debtor, creditor), (_, amount) in said(statement).items():
            net[creditor] += amount
            net[debtor] -= amount
        assert {each.party: each.amount_minor for each in statement.positions} == dict(net)


def test_money_is_rounded_once_for_each_pair(books: Books) -> None:
    rounded_each: Counter[tuple[str, str]] = Counter()
    for entry in accounting.exported(books.client, MAY_END, JUNE_END):
        for owed in entry.owed:
            price = _price(entry.price_version, owed.debtor, owed.creditor)
            rounded_each[owed.debtor, owed.creditor] += int(owed.points * price + Fraction(1, 2))
    told = {pair: amount for pair, (_, amount) in said(books.late.statement).items()}
    assert told != dict(rounded_each), "else nothing is shown of rounding"


def test_a_closed_month_is_told_again_as_it_was_closed(books: Books) -> None:
    assert accounting.cleared(books.client, "2026-06") == books.late.statement
    request = clearing_service_pb2.GetCloseRequest(period="2026-06")
    assert books.client.clearing.GetClose(request).close == books.late
    assert books.late.number == 1
    assert books.late.account_count == len(books.members)


def test_what_is_returned_later_falls_in_the_next_month_at_the_price_of_then(books: Books) -> None:
    assert books.june_again == books.late.statement
    assert books.returned.price_version == books.original.price_version == 2
    owed = {(each.debtor, each.creditor): each.points for each in books.original.owed}
    back = {pair: -points for pair, (points, _) in said(books.july.statement).items()}
    assert {pair: back[pair] for pair in owed} == owed
    for pair, points in owed.items():
        exact = points * _price(2, *pair)
        assert said(books.july.statement)[pair] == (-points, -int(exact + Fraction(1, 2)))


def test_a_month_is_closed_five_minutes_after_its_end_and_no_sooner(books: Books) -> None:
    assert (books.early.code, books.early.reason) == ("FAILED_PRECONDITION", "PERIOD_NOT_OVER")
    assert books.early.metadata["close_time"] == (JUNE_END + FIVE_MINUTES).isoformat()


def test_the_same_request_closes_once_and_is_answered_alike(books: Books) -> None:
    assert accounting.close(books.client, "2026-06", "close-june") == books.late
    other = failure_of(lambda: accounting.close(books.client, "2026-08", "close-june"))
    assert other.reason == "REQUEST_ID_REUSED"
    supervisor = books.harness.client(SUPERVISOR)
    foreign = failure_of(lambda: accounting.close(supervisor, "2026-06", "close-june"))
    assert foreign.reason == "PERIOD_OUT_OF_ORDER"


@pytest.mark.parametrize(
    "period", ["2026-06", "2026-07", "2026-05", "2026-09", "2026-07-31/2026-08-01",
               "2026-08-02/2026-08-02"],
)  # fmt: skip
def test_periods_neither_overlap_nor_leave_a_gap(books: Books, period: str) -> None:
    failure = failure_of(lambda: accounting.close(books.client, period))
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "PERIOD_OUT_OF_ORDER")
    assert failure.metadata == {"first_day": "2026-08-01"}


def test_a_refusal_is_remembered(books: Books) -> None:
    request_id = build.fresh()
    first = failure_of(lambda: accounting.close(books.client, "2026-08", request_id))
    assert first.reason == "PERIOD_NOT_OVER"
    now = books.harness.clock.now
    books.harness.clock.now = datetime(2026, 9, 2, tzinfo=UTC)
    assert failure_of(lambda: accounting.close(books.client, "2026-08", request_id)) == first
    books.harness.clock.now = now


def test_closes_are_listed_page_by_page_newest_first(books: Books) -> None:
    listed, token = [], ""
    while True:
        request = clearing_service_pb2.ListClosesRequest(page_size=1, page_token=token)
        page = books.client.clearing.ListCloses(request)
        listed += page.closes
        token = page.next_page_token
        if not token:
            break
    assert listed == [books.july, books.late]
    missing = clearing_service_pb2.GetCloseRequest(period="2026-08")
    failure = failure_of(lambda: books.client.clearing.GetClose(missing))
    assert (failure.code, failure.reason) == ("NOT_FOUND", "CLOSE_NOT_FOUND")


def test_the_clearing_currency_stays(books: Books) -> None:
    other = program(1, effective_time=build.timestamp(books.harness.clock.now + timedelta(days=9)))
    other.clearing.currency_code = "EUR"
    failure = failure_of(lambda: build.publish(books.client, other))
    assert failure.fields == ("program.clearing.currency_code",)


def test_the_books_are_clean(books: Books) -> None:
    require_clean_audit(books.client)
    require_clean_audit(books.client, books.members[0])


def _points(close: Document) -> None:
    close["pairs"][0]["points"] += 1


def _amount(close: Document) -> None:
    close["pairs"][0]["amount_minor"] += 1


def _breakage(close: Document) -> None:
    close["breakage"] = {"hotel": 5}


def _entries(close: Document) -> None:
    close["entry_count"] += 1


def _later(close: Document) -> None:
    close["end_time"] += timedelta(days=1)


@pytest.mark.parametrize("change", [_points, _amount, _breakage, _entries, _later])
@pytest.mark.parametrize("is_signed", [False, True])
def test_a_close_changed_by_hand_is_named(
    books: Books, change: Callable[[Document], None], is_signed: bool
) -> None:
    closes = collection_of(ClearingCloseDocument)
    stored = list(closes.find().sort("_id", 1))
    change(stored[0])
    if is_signed:
        _sign(books.harness, stored)
    before = list(closes.find())
    for document in stored:
        closes.replace_one({"_id": document["_id"]}, document)
    found = difference(books.client)
    for document in before:
        closes.replace_one({"_id": document["_id"]}, document)
    assert found is not None
    assert "close 2026-0" in found.subject
    if not is_signed and change is not _later:
        assert (found.sequence, found.subject) == (1, "close 2026-06: close_hash")


def _sign(harness: Harness, stored: list[Document]) -> None:
    """Sign closes again, as one who has the key."""
    previous = ""
    for document in stored:
        document["previous_hash"] = previous
        signed = stored_closes.sign_close(
            stored_closes.close_from_document(document), harness.parts.journal_key
        )
        document["close_hash"] = previous = signed.close_hash


def test_a_head_changed_by_hand_is_named(books: Books) -> None:
    heads = collection_of(ClearingHeadsDocument)
    stored = heads.find_one({"heads_id": _first_heads_id()})
    assert stored is not None
    heads.update_one({"_id": stored["_id"]}, {"$inc": {"heads.0.sequence": 1}})
    found = difference(books.client)
    heads.replace_one({"_id": stored["_id"]}, stored)
    assert found is not None
    assert found.subject == "heads of close 2026-06"


def _first_heads_id() -> str:
    close = collection_of(ClearingCloseDocument).find_one({"_id": 1})
    assert close is not None
    heads_id: str = close["heads_id"]
    return heads_id


@pytest.mark.parametrize("is_alone", [False, True])
def test_entries_taken_back_without_a_trace_show_at_the_close(books: Books, is_alone: bool) -> None:
    assert books.before_june_end is not None
    account_id, before = books.before_june_end
    after = everything_of(account_id)
    gone = roll_back(account_id, before)
    assert len(gone) == 1
    found = difference(books.client, account_id if is_alone else "")
    collection_of(EntryDocument).insert_many(gone)
    collection_of(AccountDocument).replace_one({"_id": account_id}, after[0])
    collection_of(MemberDocument).replace_one({"_id": account_id}, after[1])
    assert found is not None
    assert (found.account_id, found.subject) == (account_id, "head at close 2026-06")
    require_clean_audit(books.client, account_id)


def _more_owed(entry: Document) -> None:
    entry["owed"][0]["points"] += 1


def _other_debtor(entry: Document) -> None:
    entry["owed"][0]["debtor"] = "group"


def _nothing_owed(entry: Document) -> None:
    entry["owed"] = []


@pytest.mark.parametrize("change", [_more_owed, _other_debtor, _nothing_owed])
@pytest.mark.parametrize("name", ["original", "returned"])
def test_what_is_owed_is_derived_again_though_it_is_signed(
    books: Books, name: str, change: Callable[[Document], None]
) -> None:
    entry = getattr(books, name)
    before = forge(books.harness, entry.account_id, entry.sequence, change)
    found = difference(books.client, entry.account_id)
    restore(entry.account_id, before)
    assert found is not None
    assert found.sequence == entry.sequence
    assert found.subject.startswith("owed")
