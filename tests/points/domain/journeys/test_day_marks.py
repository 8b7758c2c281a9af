"""Whoever something happens to on a local day is found by one of their marks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st
from loyalty_points.domain.instants import day_of_year, local_date
from loyalty_points.domain.journeys.day_marks import day_marks, marks_for
from loyalty_points.domain.journeys.journey import Trigger, TriggerKind
from loyalty_points.domain.journeys.occurrences import BY_DAY, occurrence_on
from loyalty_points.domain.members.member import Attributes, Member

ZONES = ("Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Apia", "UTC")
INSTANTS = st.datetimes(datetime(2012, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@st.composite
def triggers(draw: st.DrawFn) -> Trigger:
    kind = draw(st.sampled_from(sorted(BY_DAY)))
    since = kind in (TriggerKind.SINCE_JOINING, TriggerKind.SINCE_LAST_PURCHASE)
    days = (draw(st.integers(1, 400)),) if since else ()
    is_purchase = kind is TriggerKind.SINCE_LAST_PURCHASE
    return Trigger(
        kind=kind,
        days=days,
        business_id=draw(st.sampled_from(["", "dining"])) if is_purchase else "",
    )


@given(
    trigger=triggers(),
    zone_name=st.sampled_from(ZONES),
    joined=INSTANTS,
    bought=st.lists(st.tuples(st.sampled_from(["dining", "retail"]), INSTANTS), max_size=3),
    born=st.sampled_from(["", "1980-02-29", "--02-28", "--03-01", "--12-31"]),
    later=st.integers(-1, 1500),
)
def test_a_member_to_whom_it_happens_has_a_mark(
    trigger: Trigger,
    zone_name: str,
    joined: datetime,
    bought: list[tuple[str, datetime]],
    born: str,
    later: int,
) -> None:
    member = Member("m", 1, joined, (), Attributes(birthday=born))
    for business_id, when in bought:
        member.add_visit(business_id, 100, when)
    first = local_date(joined, zone_name)
    last = local_date(max([joined, *(when for _, when in bought)]), zone_name)
    today = last + timedelta(days=later)
    if trigger.kind is TriggerKind.SINCE_JOINING:
        today = first + timedelta(days=trigger.days[0])
    elif trigger.kind is TriggerKind.SINCE_LAST_PURCHASE:
        today = last + timedelta(days=trigger.days[0])
    elif trigger.kind is TriggerKind.ANNIVERSARY:
        today = day_of_year(first.year + 1 + later % 5, first.month, first.day)
    elif born:
        today = day_of_year(last.year + later % 5, int(born[-5:-3]), int(born[-2:]))
    happens = bool(occurrence_on(trigger, member, today, zone_name))
    event(f"{trigger.kind} {happens}")
    if happens:
        assert not set(day_marks(member)).isdisjoint(marks_for(trigger, today))
