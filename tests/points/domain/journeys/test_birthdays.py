"""Journeys go by the birthday that rules go by."""

from __future__ import annotations

from datetime import date

from loyalty_points.domain.journeys.journey import Trigger, TriggerKind
from loyalty_points.domain.journeys.occurrences import occurrence_on
from loyalty_points.domain.members.member import Attributes, Member

from support.clocks import NOON

BIRTHDAY = Trigger(kind=TriggerKind.BIRTHDAY)


def test_a_birthday_that_was_changed_sets_off_nothing_for_a_year() -> None:
    member = Member("M", 1, NOON, (), Attributes(birthday="--12-24"))
    assert occurrence_on(BIRTHDAY, member, date(2026, 12, 24), "UTC") == "2026"
    member.learn(Attributes(birthday="--12-25"), date(2026, 12, 24))
    assert occurrence_on(BIRTHDAY, member, date(2026, 12, 25), "UTC") == ""
    assert occurrence_on(BIRTHDAY, member, date(2027, 12, 25), "UTC") == "2027"
