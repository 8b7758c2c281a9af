"""Merging two accounts and two members, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from loyalty_chassis.errors import LimitReached
from loyalty_points.domain.accounts.account import Account
from loyalty_points.domain.accounts.holds import Hold, LotPart
from loyalty_points.domain.accounts.lots import AWAITING_MS, Lot, LotKey
from loyalty_points.domain.members.member import (
    Attributes,
    LimitCounter,
    LinkedIdentity,
    Member,
    Visits,
)
from loyalty_points.domain.members.merging import forget, merge_accounts, merge_members

from support.services.tier_programs import program, tiers

NOW_MS = 1_000_000
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAIN = program(tiers())


def lot_id(funder: str = "retail", earner: str = "S", activate_ms: int = 0) -> str:
    return LotKey(funder, activate_ms, 0, earner).lot_id


def account(
    lots: Mapping[str, int] = {},
    debt: Mapping[str, int] = {},
    holds: Mapping[str, Mapping[str, int]] = {},
    owner: str = "S",
) -> Account:
    return Account(
        owner,
        1,
        1,
        "",
        NOON,
        {name: Lot.open(name, points, 5) for name, points in lots.items()},
        dict(debt),
        {
            name: Hold(
                name,
                owner,
                "hotel",
                "1",
                NOW_MS + 9,
                tuple(LotPart(*each) for each in held.items()),
            )
            for name, held in holds.items()
        },
    )


def member(member_id: str = "S", **parts: object) -> Member:
    return Member(member_id, 1, NOON, (), Attributes(), **parts)  # type: ignore[arg-type]


def test_lots_keep_their_ids_and_equal_ones_flow_together() -> None:
    own, shared = lot_id(), lot_id(earner="T")
    later = lot_id(activate_ms=AWAITING_MS)
    source = account({own: 30, shared: 5, later: 7})
    target = account({shared: 10}, owner="T")
    done = merge_accounts(source, target, "T", NOW_MS)
    assert source.lots == {}
    assert {name: lot.points for name, lot in target.lots.items()} == {
        own: 30,
        shared: 15,
        later: 7,
    }
    assert sum(change.points for change in done.away.lot_changes) == -42
    assert sum(change.points for change in done.arrived.lot_changes) == 42


def test_holds_keep_their_points_set_aside_and_are_the_targets_to_spend() -> None:
    source = account({lot_id(): 30}, holds={"H": {lot_id(): 20}})
    target = account({}, owner="T")
    done = merge_accounts(source, target, "T", NOW_MS)
    assert source.holds == {}
    (hold,) = target.holds.values()
    assert (hold.member_id, hold.deadline_ms) == ("T", NOW_MS + 9)
    assert target.balance(NOW_MS).available_points == 10
    assert target.balance(NOW_MS).held_points == 20
    assert [each.member_id for each in done.holds_away] == ["S"]
    assert [each.member_id for each in done.holds_arrived] == ["T"]


def test_debts_add_up_by_funder_and_are_repaid_by_what_the_other_had() -> None:
    source = account({}, {"hotel": 10, "fuel": 4})
    target = account({lot_id(earner="T"): 12}, {"hotel": 1}, owner="T")
    done = merge_accounts(source, target, "T", NOW_MS)
    assert source.debt == {}
    assert target.debt_points == 15 - 12
    assert target.lots == {}
    assert sum(change.points for change in done.away.debt_changes) == -14
    begun = [change for change in done.arrived.debt_changes if change.points > 0]
    assert {(change.funder, change.payer, change.points) for change in begun} == {
        ("hotel", "hotel", 10),
        ("fuel", "fuel", 4),
    }
    repaid = [change for change in done.arrived.debt_changes if change.points < 0]
    assert {change.payer for change in repaid} == {"retail"}


@pytest.mark.parametrize(("theirs", "ours"), [(64, 1), (33, 32)])
def test_more_than_64_holds_are_too_many(theirs: int, ours: int) -> None:
    source = account({lot_id(): 99}, holds={f"S{n}": {lot_id(): 1} for n in range(theirs)})
    target = account({lot_id(): 99}, holds={f"T{n}": {lot_id(): 1} for n in range(ours)}, owner="T")
    with pytest.raises(LimitReached) as refused:
        merge_accounts(source, target, "T", NOW_MS)
    assert refused.value.metadata == {"limit": "holds", "maximum": "64", "count": "65"}


def test_more_than_200_lots_are_too_many_and_200_are_not() -> None:
    source = account({lot_id(earner=f"S{n}"): 1 for n in range(100)})
    target = account({lot_id(earner=f"T{n}"): 1 for n in range(101)}, owner="T")
    with pytest.raises(LimitReached):
        merge_accounts(source, target, "T", NOW_MS)
    source = account({lot_id(earner=f"S{n}"): 1 for n in range(100)})
    target = account({lot_id(earner=f"T{n}"): 1 for n in range(100)}, owner="T")
    merge_accounts(source, target, "T", NOW_MS)
    assert len(target.lots) == 200


def test_what_rules_and_limits_remember_adds_up() -> None:
    early, late = NOON - timedelta(days=9), NOON
    source = member(
        qualifying_days={"2026-11-01": 5, "2026-11-02": 1},
        visits={"hotel": Visits(2, 300, early, early), "fuel": Visits(1, 9, late, late)},
        counters=(LimitCounter("member-day", "2026-11-25", 7),),
    )
    target = member(
        "T",
        qualifying_days={"2026-11-01": 10},
        visits={"hotel": Visits(1, 100, late, late)},
        counters=(
            LimitCounter("member-day", "2026-11-25", 3),
            LimitCounter("member-day", "2026-11-24", 2),
        ),
    )
    merge_members(source, target, PLAIN, NOON)
    assert target.qualifying_days == {"2026-11-01": 15, "2026-11-02": 1}
    assert target.visits == {
        "hotel": Visits(3, 400, early, late),
        "fuel": Visits(1, 9, late, late),
    }
    assert set(target.counters) == {
        LimitCounter("member-day", "2026-11-25", 10),
        LimitCounter("member-day", "2026-11-24", 2),
    }


@pytest.mark.parametrize(
    ("theirs", "ours", "after"),
    [("gold", "silver", "gold"), ("silver", "gold", "gold"), ("gone", "silver", "silver")],
)
def test_the_higher_tier_holds(theirs: str, ours: str, after: str) -> None:
    target = member("T", tier_id=ours)
    metals = program(tiers(silver=200, gold=300))
    merge_members(member(tier_id=theirs), target, metals, NOON)
    assert target.tier_id == after


def test_what_qualified_counts_together() -> None:
    source = member(qualifying_days={"2026-11-01": 150})
    target = member("T", qualifying_days={"2026-11-02": 50})
    merge_members(source, target, program(tiers(silver=200, gold=300)), NOON)
    assert target.tier_id == "silver"


@pytest.mark.parametrize(("theirs", "ours"), [("fraud", ""), ("", "fraud"), ("other", "fraud")])
def test_who_is_frozen_stays_frozen(theirs: str, ours: str) -> None:
    target = member("T", frozen_reason=ours)
    merge_members(member(frozen_reason=theirs), target, PLAIN, NOON)
    assert target.frozen_reason == "fraud"


def test_the_target_says_who_they_are_and_the_source_fills_in() -> None:
    source, target = member(), member("T")
    source.attributes = Attributes("1990-01-01", ("staff", "press"), "hotel")
    target.attributes = Attributes("", ("press", "vip"), "retail")
    merge_members(source, target, PLAIN, NOON)
    assert target.attributes == Attributes("1990-01-01", ("press", "vip", "staff"), "retail")
    assert source.attributes == Attributes()


def test_more_than_50_tags_are_too_many() -> None:
    source, target = member(), member("T")
    source.attributes = Attributes(tags=tuple(f"s{n}" for n in range(26)))
    target.attributes = Attributes(tags=tuple(f"t{n}" for n in range(25)))
    with pytest.raises(LimitReached):
        merge_members(source, target, PLAIN, NOON)


def test_identities_come_oldest_first_and_more_than_20_are_too_many() -> None:
    def known(name: str, minute: int) -> LinkedIdentity:
        return LinkedIdentity("card", name, NOON + timedelta(minutes=minute))

    source, target = member(), member("T")
    source.identities = (known("a", 1), known("b", 3))
    target.identities = (known("c", 2),)
    merge_members(source, target, PLAIN, NOON)
    assert [each.identity_id for each in target.identities] == ["a", "c", "b"]
    assert (list(source.identities), source.merged_into) == ([], "T")
    third = member("U")
    third.identities = tuple(known(f"u{n}", n) for n in range(18))
    with pytest.raises(LimitReached):
        merge_members(target, third, PLAIN, NOON)


def test_one_remembers_all_who_were_found_to_be_them_and_20_at_most() -> None:
    source = member(merged_member_ids=("A", "B"))
    target = member("T", merged_member_ids=("C",))
    merge_members(source, target, PLAIN, NOON)
    assert target.merged_member_ids == ("C", "S", "A", "B")
    crowd = member("U", merged_member_ids=tuple(f"M{n}" for n in range(16)))
    with pytest.raises(LimitReached):
        merge_members(target, crowd, PLAIN, NOON)


@pytest.mark.parametrize(("birthday", "changed"), [("", "2026-09-01"), ("--07-15", "2026-03-01")])
def test_a_birthday_that_was_changed_counts_no_earlier_for_a_merge(
    birthday: str, changed: str
) -> None:
    source, target = member(birthday_change_day="2026-09-01"), member("T")
    source.attributes = Attributes(birthday="--08-15")
    target.attributes = Attributes(birthday=birthday)
    target.birthday_change_day = "2026-03-01"
    merge_members(source, target, PLAIN, NOON)
    assert (target.birthday_change_day, source.birthday_change_day) == (changed, "")


def test_nothing_of_a_member_is_forgotten_by_those_who_forget_and_merge() -> None:
    """A new field of a member has to be thought of in `merging`, and then added here."""
    known = {"identities", "attributes", "tier_id", "qualifying_days", "visits", "counters"}
    known |= {"frozen_reason", "merged_into", "merged_member_ids"}
    known |= {"spend_days", "invitation", "earned_tier_id", "tier_since_day", "tier_first_day"}
    known |= {"tier_review_time", "told_review_time", "shared_account_ids", "has_household"}
    known |= {"segments", "birthday_change_day"}
    kept = {"member_id", "version", "enroll_time", "account_id", "close_time"}
    kept |= {"household_member_ids", "monthly_spend_limit"}  # of nobody who merges or closes
    assert {field.name for field in fields(Member)} == known | kept


def test_forgetting_leaves_nothing_of_the_person() -> None:
    person = member(
        tier_id="gold",
        qualifying_days={"2026-11-01": 5},
        visits={"hotel": Visits(1, 1, NOON, NOON)},
        counters=(LimitCounter("member-day", "2026-11-25", 7),),
        frozen_reason="fraud",
        told_review_time=NOON,
        segments=("active",),
    )
    person.identities = (LinkedIdentity("card", "a", NOON),)
    person.attributes = Attributes("1990-01-01", ("staff",), "hotel")
    forget(person)
    assert person == member()
