"""Records a purchase: what it burns and earns, in one entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Once, Ticket, request_key
from loyalty_chassis.storage.transactions import DuplicateKey

from loyalty_points.domain.entry import Entry, EntryKind, balanced_postings, entry_id
from loyalty_points.domain.errors import ReceiptAlreadyRecorded
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.member import RuleDay
from loyalty_points.domain.purchase import Purchase
from loyalty_points.domain.tiers import tier_reached
from loyalty_points.store import reading
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import RECORD_PURCHASE, RecordPurchase
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.pricing import Priced, Setting, find_setting, price


def record_purchase(parts: Parts, call: Call, request_id: str, command: RecordPurchase) -> Entry:
    """Return the entry made.

    Raises, first what applies first: NotGranted, RequestIdReused, ProgramNotFound,
    BusinessNotFound, StoreNotFound, InvalidField (time, currency), MemberNotFound,
    PluginFailed, BurnNotOffered, BurnTooSmall, InsufficientPoints, LimitReached,
    ReceiptAlreadyRecorded, Conflict.
    """
    purchase = command.purchase
    call.caller.require_store(purchase.business_id, purchase.store_id)
    now = parts.clock()
    ticket = parts.requests.ticket(call.caller, RECORD_PURCHASE, request_id, command)

    def attempt() -> Entry:
        setting = find_setting(parts, call, purchase, now)
        draft = journal.Draft.read(member_id_of(parts.identities, command.member))
        priced = price(setting, purchase, draft.member, draft.account, command.burn_points, now)
        _remember(draft, setting, purchase, priced, now)
        entry = journal.new_entry(draft, EntryKind.PURCHASE, call, request_id, now)
        entry = _fill(entry, setting, purchase, priced)
        receipt = _receipt(call, request_id, setting, purchase, entry)
        return journal.append(parts, draft, entry, ticket, receipt=[receipt])

    once = Once(parts.requests, ticket, now, attempt, lambda was: journal.entry_of(call, was))
    try:
        return once.run(call)
    except DuplicateKey as duplicate:
        raise _already_recorded(parts, purchase) from duplicate


def _remember(
    draft: journal.Draft, setting: Setting, purchase: Purchase, priced: Priced, now: datetime
) -> None:
    """Change in the member what rules, limits and tiers go by."""
    member, program = draft.member, setting.program
    member.add_visit(purchase.business_id, purchase.total_amount_minor, purchase.purchase_time)
    latest_late = now - timedelta(seconds=program.limits.max_purchase_age_seconds)
    for plugin, rule_id, points in _limited_by_day(priced):
        member.add_rule_points(
            RuleDay(plugin, rule_id, setting.local_day, points),
            oldest=local_date(latest_late, setting.zone_name) - timedelta(days=1),
        )
    today = local_date(now, program.time_zone)
    member.add_qualifying(
        sum(award.qualifying_points for award in priced.granted.awards),
        local_date(purchase.purchase_time, program.time_zone),
        oldest=today - timedelta(days=max(program.tier_window_days, 1) - 1),
    )
    member.tier_id = tier_reached(program.tiers, member.qualifying_points, member.tier_id)


def _limited_by_day(priced: Priced) -> list[tuple[str, str, int]]:
    return [
        (award.plugin, award.rule_id, award.points)
        for award in priced.granted.awards
        if (award.plugin, award.rule_id) in priced.granted.day_limited and award.points
    ]


def _fill(entry: Entry, setting: Setting, purchase: Purchase, priced: Priced) -> Entry:
    granted = priced.granted
    lot_changes = (*priced.burn_changes, *granted.lot_changes)
    return replace(
        entry,
        business_id=purchase.business_id,
        store_id=purchase.store_id,
        event_time=purchase.purchase_time,
        earned_points=sum(award.points for award in granted.awards),
        burned_points=priced.burn.points if priced.burn else 0,
        qualifying_points=sum(award.qualifying_points for award in granted.awards),
        purchase=purchase,
        seen=priced.seen,
        awards=granted.awards,
        burn=priced.burn,
        lot_changes=lot_changes,
        debt_changes=granted.debt_changes,
        postings=balanced_postings(
            entry.account_id,
            lot_changes,
            granted.debt_changes,
            granted.awards,
            purchase.business_id,
        ),
        program_version=setting.program.version,
        plugins=setting.rules.plugins,
    )


def _receipt_key(purchase: Purchase, day: str) -> str:
    where = f"{purchase.business_id}|{purchase.store_id}"
    return f"receipt|{where}|{day}|{purchase.receipt_number}"


def _receipt(
    call: Call, request_id: str, setting: Setting, purchase: Purchase, entry: Entry
) -> dict[str, object]:
    """Return the document that makes the same receipt under another id fail."""
    made_by = request_key(call.caller, RECORD_PURCHASE, request_id)
    key = _receipt_key(purchase, setting.local_day)
    return Ticket(key, made_by.encode()).done(
        entry.record_time, account_id=entry.account_id, sequence=entry.sequence
    )


def _already_recorded(parts: Parts, purchase: Purchase) -> ReceiptAlreadyRecorded:
    program = parts.book.in_force(purchase.purchase_time)
    zone_name = program.business(purchase.business_id).zone_of(purchase.store_id)
    day = local_date(purchase.purchase_time, zone_name).isoformat()
    found = reading.read_receipt(_receipt_key(purchase, day)) or {}
    return ReceiptAlreadyRecorded(
        f"receipt {purchase.receipt_number!r} of {day} was recorded under another request id",
        {
            "receipt_number": purchase.receipt_number,
            "day": day,
            "entry_id": entry_id(str(found.get("account_id")), int(found.get("sequence") or 0)),
        },
    )
