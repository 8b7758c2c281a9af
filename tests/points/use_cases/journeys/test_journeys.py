"""What journeys do, for whom, when, and once only."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from loyalty.points.v1 import (
    entry_pb2,
    journey_pb2,
    journey_service_pb2,
    points_service_pb2,
    program_pb2,
)
from loyalty_chassis.events.outbox import DocumentOutbox
from loyalty_points.domain.journeys.reach import Outcome
from loyalty_points.events.catalogue import events_of
from loyalty_points.store import auditing
from loyalty_points.store.conversion import entry_from_document
from loyalty_points.store.reaches import WaitingReaches, reaches_of
from loyalty_points.use_cases.journeys.act_on_reaches import act_on_reaches
from loyalty_points.use_cases.journeys.find_reaches import DailyReaches
from loyalty_points.use_cases.journeys.reaches_of_event import reaches_of_event

from support import build
from support.harness import Client, Harness, registry_of, start_harness
from support.plugins import simple_rules
from support.returning import reverse
from support.together import at_once, require_clean_audit

DAY = timedelta(days=1)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
AWARDED = entry_pb2.ENTRY_KIND_JOURNEY_AWARDED

Declare = Callable[..., None]


def journey(journey_id: str, kind: int, **parts: object) -> journey_pb2.Journey:
    """Return a journey that gives 50 points, unless said otherwise."""
    trigger = {
        name: parts.pop(name) for name in ("days", "tier_ids", "business_id") if name in parts
    }
    gift = journey_pb2.JourneyAction(
        kind=journey_pb2.ACTION_KIND_AWARD_POINTS, points=50, funder="retail", reason=journey_id
    )
    return journey_pb2.Journey(
        journey_id=journey_id,
        trigger=journey_pb2.JourneyTrigger(kind=kind, **trigger),  # type: ignore[arg-type]
        action=parts.pop("action", gift),  # type: ignore[arg-type]
        **parts,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def harness(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A service with a tier, and members who earn what they pay."""
    running = start_harness(
        database_url, tmp_path_factory.mktemp("journeys"), registry_of({"simple": simple_rules})
    )
    _publish(running, [])
    yield running
    running.stop()


@pytest.fixture
def declare(harness: Harness) -> Declare:
    """Return what publishes journeys and lets the time pass until they are in force.

    Time only goes on: of two programs the one that takes effect later holds.
    """

    def declared(*journeys: journey_pb2.Journey, **policy: object) -> None:
        _publish(harness, journeys, **policy)

    return declared


def _publish(running: Harness, journeys: object, **policy: object) -> None:
    program = build.program(
        {name: [("simple", {})] for name in ("retail", "dining")},
        tiers=[program_pb2.Tier(tier_id="gold", display_name="Gold", qualifying_points=1000)],
        tier_window_days=365,
        clearing=program_pb2.Clearing(
            currency_code="USD",
            default_price=program_pb2.TransferPrice(points=3, amount_minor=2),
        ),
        journeys=journeys,
        journey_policy=journey_pb2.JourneyPolicy(**policy),  # type: ignore[arg-type]
    )
    if running.parts.book.programs():
        effective = running.clock.now + timedelta(seconds=61)
        program.effective_time.CopyFrom(build.timestamp(effective))
    build.publish(running.client(), program)
    running.clock.now += timedelta(seconds=62)


def run_day(harness: Harness, slice_of: int = 100) -> int:
    """Look for reaches of the day, slice by slice, and act on them; return how many were found."""
    daily, due, found = DailyReaches(harness.parts, slice_of), harness.clock.now, 0
    while True:
        done = daily.run(due)
        found += done
        if done < slice_of:
            break
    act(harness)
    return found


def act(harness: Harness) -> int:
    return act_on_reaches(harness.parts, WaitingReaches(), 1000)


def entries(client: Client, member_id: str, kind: int = AWARDED) -> list[entry_pb2.Entry]:
    request = points_service_pb2.ListEntriesRequest(member=build.key(member_id), page_size=100)
    return [each for each in client.points.ListEntries(request).entries if each.kind == kind]


def outcomes(member_id: str) -> list[Outcome]:
    return [reach.outcome for reach in reaches_of(member_id, FAR, 10)]


def buy(
    client: Client, member_id: str, at: datetime, business: str = "retail", net: int = 10
) -> None:
    bought = build.purchase(build.line(net), at=at, business=business)
    client.points.RecordPurchase(build.record(member_id, bought))


def test_days_after_joining_points_arrive_with_their_reason(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("welcome", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[3, 7]))
    member_id = build.enroll(operator)
    found = []
    for _ in range(9):
        harness.clock.now += DAY
        found.append(len(entries(operator, member_id)))
        run_day(harness)
    found.append(len(entries(operator, member_id)))
    assert found == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]
    first, second = entries(operator, member_id)
    assert [award.reason for award in first.awards] == ["welcome"]
    assert first.awards[0].rule_id == "welcome"
    assert (first.earned_points, second.balance_after.available_points) == (50, 50)
    require_clean_audit(operator)


def test_points_of_a_journey_repay_debt_first(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("helping", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    member_id = build.enroll(operator)
    bought = build.purchase(build.line(80), at=harness.clock.now, business="dining")
    entry = operator.points.RecordPurchase(build.record(member_id, bought)).entry
    here = {"business_id": "dining", "store_id": "dining-1"}
    operator.points.RedeemPoints(build.redeem(member_id, 80, **here))
    back = reverse(
        entry.entry_id, store_id="dining-1", return_time=build.timestamp(harness.clock.now)
    )
    operator.returns.ReversePurchase(back)
    harness.clock.now += DAY
    run_day(harness)
    (awarded,) = entries(operator, member_id)
    assert [change.points for change in awarded.debt_changes] == [-50]
    assert awarded.balance_after.debt_points == 30
    assert [(each.debtor, each.creditor, each.points) for each in awarded.owed] == [
        ("retail", "dining", 50)
    ]
    require_clean_audit(operator)


def test_a_journey_reaches_a_member_once_however_often_it_is_run(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("once", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    member_id = build.enroll(operator)
    harness.clock.now += DAY
    at_once([lambda: run_day(harness) for _ in range(6)])
    for _ in range(20):
        run_day(harness)
    assert len(entries(operator, member_id)) == 1
    require_clean_audit(operator)


def race_for(harness: Harness, operator: Client, members: int) -> list[str]:
    """Let two workers race each day for the one whose day it is; return all of them."""
    raced = []
    for _ in range(members):
        raced.append(build.enroll(operator))
        harness.clock.now += DAY
        at_once([lambda: run_day(harness), lambda: run_day(harness)])
        assert len(entries(operator, raced[-1])) == 1
    return raced


def test_two_workers_who_race_give_one_award(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("race", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    race_for(harness, operator, 10)


@pytest.mark.long
def test_two_workers_a_thousand_times_give_one_award(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    """A member a day, for whom both race; and a hundred times more where nobody is left."""
    declare(journey("thousand", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    raced = race_for(harness, operator, 1000)
    for _ in range(100):
        at_once([lambda: run_day(harness), lambda: run_day(harness)])
    assert [len(entries(operator, member_id)) for member_id in raced] == [1] * len(raced)


def test_a_member_who_stopped_coming_is_reached_until_they_come_again(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("miss-you", journey_pb2.TRIGGER_KIND_SINCE_LAST_PURCHASE, days=[10, 20]))
    lost, back = build.enroll(operator), build.enroll(operator)
    start = harness.clock.now
    for member_id in (lost, back):
        buy(operator, member_id, start)
    for day in range(1, 25):
        harness.clock.now = start + day * DAY
        if day == 15:
            buy(operator, back, harness.clock.now, "dining")
        run_day(harness)
    assert len(entries(operator, lost)) == 2
    assert len(entries(operator, back)) == 1


def test_the_same_at_one_business_only(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    kind = journey_pb2.TRIGGER_KIND_SINCE_LAST_PURCHASE
    declare(journey("hungry", kind, days=[5], business_id="dining"))
    member_id = build.enroll(operator)
    start = harness.clock.now
    buy(operator, member_id, start, "dining")
    harness.clock.now = start + 3 * DAY
    buy(operator, member_id, harness.clock.now, "retail")
    harness.clock.now = start + 5 * DAY
    run_day(harness)
    assert len(entries(operator, member_id)) == 1


def test_birthdays_come_once_a_year_and_leap_days_on_the_28th(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("birthday", journey_pb2.TRIGGER_KIND_BIRTHDAY))
    leap = build.enroll(operator, birthday="1980-02-29")
    spring = build.enroll(operator, birthday="--03-01")
    years = []
    leap_year = next(year for year in count(harness.clock.now.year + 2) if isleap(year))
    for year in (leap_year - 1, leap_year):
        for month, day in ((2, 27), (2, 28), (2, 29), (3, 1)):
            if day == 29 and not isleap(year):
                continue
            harness.clock.now = datetime(year, month, day, 17, tzinfo=UTC)
            run_day(harness)
            years.append((len(entries(operator, leap)), len(entries(operator, spring))))
    assert years == [(0, 0), (1, 0), (1, 1), (1, 1), (1, 1), (2, 1), (2, 2)]


def test_the_day_of_joining_returns_each_year(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("years", journey_pb2.TRIGGER_KIND_ANNIVERSARY))
    member_id = build.enroll(operator)
    joined = harness.clock.now
    run_day(harness)
    harness.clock.now = joined.replace(year=joined.year + 1)
    run_day(harness)
    run_day(harness)
    assert len(entries(operator, member_id)) == 1


def test_a_first_visit_and_a_new_tier_are_acted_on_when_their_event_comes(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(
        journey("first", journey_pb2.TRIGGER_KIND_FIRST_VISIT, business_id="dining"),
        journey("gold", journey_pb2.TRIGGER_KIND_TIER_CHANGED, tier_ids=["gold"]),
    )
    member_id = build.enroll(operator)
    buy(operator, member_id, harness.clock.now, "retail")
    buy(operator, member_id, harness.clock.now, "dining", net=2000)
    buy(operator, member_id, harness.clock.now, "dining")
    for _ in range(2):
        for sequence in range(1, 5):
            stored = auditing.stored_entry(member_id, sequence)
            assert stored is not None
            entry = entry_from_document(stored)
            for event in events_of(entry):
                writes = reaches_of_event(harness.parts, event)
                if writes:
                    harness.parts.unit_of_work.commit(writes)
    act(harness)
    assert sorted(each.reason for each in entries(operator, member_id)) == ["first", "gold"]


def test_whom_a_condition_leaves_out_is_not_reached(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    condition = journey_pb2.JourneyCondition(any_tags=["vip"], no_tags=["staff"])
    kind = journey_pb2.TRIGGER_KIND_SINCE_JOINING
    declare(journey("vips", kind, days=[1], condition=condition))
    vip = build.enroll(operator, tags=["vip"])
    staff = build.enroll(operator, tags=["vip", "staff"])
    other = build.enroll(operator)
    harness.clock.now += DAY
    run_day(harness)
    assert [len(entries(operator, each)) for each in (vip, staff, other)] == [1, 0, 0]
    assert outcomes(staff) == outcomes(other) == [Outcome.NOT_MEANT]


def test_quiet_hours_are_waited_for(harness: Harness, operator: Client, declare: Declare) -> None:
    kind = journey_pb2.TRIGGER_KIND_SINCE_JOINING
    declare(journey("quiet", kind, days=[1]), quiet_start="21:00", quiet_end="08:00")
    member_id = build.enroll(operator)
    harness.clock.now = (harness.clock.now + 2 * DAY).replace(hour=3)
    run_day(harness)
    assert (entries(operator, member_id), outcomes(member_id)) == ([], [Outcome.WAITING])
    harness.clock.now += timedelta(hours=3)
    act(harness)
    assert entries(operator, member_id) == []
    harness.clock.now = harness.clock.now.replace(hour=13, minute=0, second=0)
    act(harness)
    assert len(entries(operator, member_id)) == 1


def test_a_member_is_reached_so_often_within_a_week_and_no_more(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    kind = journey_pb2.TRIGGER_KIND_SINCE_JOINING
    names = [f"j{number}" for number in range(5)]
    declare(*(journey(name, kind, days=[1]) for name in names), max_per_week=2)
    member_id = build.enroll(operator)
    harness.clock.now += DAY
    daily = DailyReaches(harness.parts, 100)
    daily.run(harness.clock.now)
    at_once([lambda: act(harness) for _ in range(4)])
    act(harness)
    assert len(entries(operator, member_id)) == 2
    assert sorted(outcomes(member_id)) == [Outcome.OVER_CAP] * 3 + [Outcome.REACHED] * 2


def test_an_event_is_published_for_others_to_act_on(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    tell = journey_pb2.JourneyAction(
        kind=journey_pb2.ACTION_KIND_PUBLISH_EVENT,
        event_name="gift-coupon",
        attributes={"template": "dessert"},
    )
    declare(journey("tell", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1], action=tell))
    member_id = build.enroll(operator)
    harness.clock.now += DAY
    at_once([lambda: run_day(harness) for _ in range(3)])
    told = [
        event
        for record in DocumentOutbox().read(100)
        for event in record.events
        if event.data["member_id"] == member_id
    ]
    assert [event.type for event in told] == ["loyalty.points.v1.JourneyReached"]
    assert told[0].data["code"] == "gift-coupon"
    assert told[0].data["attributes"] == {"template": "dessert"}


def test_nobody_is_reached_who_is_gone_frozen_or_no_longer_meant(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("late", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    closed, frozen, kept = (build.enroll(operator) for _ in range(3))
    harness.clock.now += DAY
    DailyReaches(harness.parts, 100).run(harness.clock.now)
    operator.members.CloseMember(build.close(closed))
    operator.members.FreezeMember(build.freeze_member(frozen))
    act(harness)
    assert outcomes(closed) == outcomes(frozen) == [Outcome.GONE]
    assert outcomes(kept) == [Outcome.REACHED]
    require_clean_audit(operator)


def test_a_preview_says_whom_a_journey_reaches_and_what_it_costs(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    condition = journey_pb2.JourneyCondition(no_tags=["staff"])
    kind = journey_pb2.TRIGGER_KIND_SINCE_JOINING
    declare(journey("tried", kind, days=[1], condition=condition))
    members = [build.enroll(operator) for _ in range(3)]
    staff = build.enroll(operator, tags=["staff"])
    harness.clock.now += DAY
    request = journey_service_pb2.PreviewJourneyRequest(journey_id="tried")

    def preview() -> tuple[dict[str, int], journey_service_pb2.JourneyPreview]:
        answers = list(operator.journeys.PreviewJourney(request))
        listed = {each.member_id: each.outcome for answer in answers for each in answer.reaches}
        return listed, answers[-1].preview

    listed, summed = preview()
    wanted = journey_service_pb2.REACH_OUTCOME_REACHED
    assert {member_id for member_id, outcome in listed.items() if outcome == wanted} == set(members)
    assert listed[staff] == journey_service_pb2.REACH_OUTCOME_NOT_MEANT
    assert (summed.reached_members, summed.left_out_members, summed.points) == (3, 1, 150)
    # 150 points at 3 for 2 cents.
    assert (summed.cost.amount_minor, summed.cost.currency_code) == (100, "USD")
    assert all(not entries(operator, each) for each in members), "nothing was written"
    run_day(harness)
    assert preview()[1].reached_members == 0


def test_what_journeys_did_is_listed_for_a_member(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    kind = journey_pb2.TRIGGER_KIND_SINCE_JOINING
    declare(*(journey(f"a{number}", kind, days=[1, 2]) for number in range(3)))
    member_id = build.enroll(operator)
    for _ in range(2):
        harness.clock.now += DAY
        run_day(harness)
    listed, token = [], ""
    while True:
        request = journey_service_pb2.ListReachesRequest(
            member_id=member_id, page_size=2, page_token=token
        )
        page = operator.journeys.ListReaches(request)
        listed += [(each.journey_id, each.occurrence) for each in page.reaches]
        token = page.next_page_token
        if not token:
            break
    assert sorted(listed) == [(f"a{n}", f"day-{day}") for n in range(3) for day in (1, 2)]
    assert [occurrence for _, occurrence in listed] == ["day-2"] * 3 + ["day-1"] * 3


def test_a_day_is_looked_through_in_slices(
    harness: Harness, operator: Client, declare: Declare
) -> None:
    declare(journey("sliced", journey_pb2.TRIGGER_KIND_SINCE_JOINING, days=[1]))
    members = [build.enroll(operator) for _ in range(7)]
    harness.clock.now += DAY
    assert run_day(harness, slice_of=2) >= 7
    assert [len(entries(operator, each)) for each in members] == [1] * 7
