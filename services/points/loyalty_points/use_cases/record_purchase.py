"""Records a purchase: what it burns and earns, in one entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from loyalty_chassis.calls import Call
from loyalty_chassis.errors import Conflict, LoyaltyError
from loyalty_chassis.storage.requests import Once
from loyalty_chassis.storage.transactions import DuplicateKey

from loyalty_points.domain.entry import Entry, EntryKind, entry_id
from loyalty_points.domain.errors import ReceiptAlreadyRecorded
from loyalty_points.domain.instants import local_date
from loyalty_points.domain.member import RuleDay
from loyalty_points.domain.owing import owed_for_redemption, owed_for_repaid_debt, together
from loyalty_points.domain.postings import balanced_postings, redeemed_flow
from loyalty_points.domain.program import Program
from loyalty_points.domain.purchase import Purchase
from loyalty_points.domain.tiers import tier_reached
from loyalty_points.store import reading, writing
from loyalty_points.use_cases import journal
from loyalty_points.use_cases.commands import RECORD_PURCHASE, RecordPurchase
from loyalty_points.use_cases.identifying import member_id_of
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.pricing import Priced, price
from loyalty_points.use_cases.setting import Setting, find_setting, receipt_day


def record_purchase(parts: Parts, call: Call, request_id: str, command: RecordPurchase) -> Entry:
    """Return the entry made.

    Raises, first what applies first: NotGranted, RequestIdReused, ProgramNotFound,
    InvalidField (time), BusinessNotFound, StoreNotFound, InvalidField (currency),
    MemberNotFound, PluginFailed, BurnNotOffered, BurnTooSmall, InsufficientPoints,
    LimitReached, ReceiptAlreadyRecorded, Conflict.
    """
    purchase = command.purchase
    call.caller.require_store(purchase.business_id, purchase.store_id)
    ticket = parts.requests.ticket(call.caller, RECORD_PURCHASE, request_id, command)

    def attempt() -> Entry:
        setting = find_setting(parts, call, purchase)
        member_id = member_id_of(parts.identities, command.member)
        draft = journal.Draft.read(member_id, parts.clock)
        priced = price(setting, purchase, draft, command.burn_points)
        _remember(draft, setting, purchase, priced)
        entry = journal.new_entry(draft, EntryKind.PURCHASE, call, request_id)
        entry = _fill(entry, setting, purchase, priced)
        receipt = writing.receipt_document(_receipt_key(parts, purchase), entry)
        return journal.append(parts, draft, entry, ticket, receipt=[receipt])

    once = Once(
        parts.requests,
        ticket,
        parts.clock,
        attempt,
        lambda was: journal.entry_of(call, was),
        lane=f"{command.member}",
    )
    try:
        return once.run(call)
    except DuplicateKey as duplicate:
        # The request itself was looked for, and is not there.
        if writing.is_receipt_taken(duplicate):
            raise _already_recorded(parts, purchase) from duplicate
        raise


def _remember(draft: journal.Draft, setting: Setting, purchase: Purchase, priced: Priced) -> None:
    """Change in the member what rules, limits and tiers go by."""
    member, current = draft.member, setting.current
    member.add_visit(purchase.business_id, purchase.total_amount_minor, purchase.purchase_time)
    latest_late = draft.now - timedelta(seconds=current.limits.max_purchase_age_seconds)
    for proposal in priced.granted.day_limited:
        rule, day = proposal.award.rule_id, setting.cap_day(proposal)
        member.add_rule_points(
            RuleDay(proposal.plugin, rule, day, proposal.points),
            oldest=latest_late.date() - timedelta(days=1),
        )
    _qualify(draft, current, purchase, priced)


def _qualify(draft: journal.Draft, current: Program, purchase: Purchase, priced: Priced) -> None:
    """Count qualifying points and review the tier, by the program in force now.

    Without tiers nothing is forgotten: the next program may have some.
    """
    member = draft.member
    oldest = date.min
    if current.tiers:
        today = local_date(draft.now, current.time_zone)
        oldest = today - timedelta(days=current.tier_window_days - 1)
    member.add_qualifying(
        sum(award.qualifying_points for award in priced.granted.awards),
        local_date(purchase.purchase_time, current.time_zone),
        oldest,
    )
    if current.tiers:
        member.tier_id = tier_reached(current.tiers, member.qualifying_points, member.tier_id)


def _fill(entry: Entry, setting: Setting, purchase: Purchase, priced: Priced) -> Entry:
    granted = priced.granted
    spent = redeemed_flow(purchase.business_id, priced.burn_changes)
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
        lot_changes=(*priced.burn_changes, *granted.lot_changes),
        debt_changes=granted.debt_changes,
        postings=balanced_postings(entry.account_id, (spent, *granted.flows)),
        program_version=setting.program.version,
        plugins=setting.rules.plugins,
        owed=together(
            owed_for_redemption(purchase.business_id, priced.burn_changes)
            + owed_for_repaid_debt(granted.debt_changes)
        ),
        price_version=setting.current.version,
    )


def _receipt_key(parts: Parts, purchase: Purchase) -> str:
    where = f"{purchase.business_id}|{purchase.store_id}"
    return f"receipt|{where}|{receipt_day(parts, purchase)}|{purchase.receipt_number}"


def _already_recorded(parts: Parts, purchase: Purchase) -> LoyaltyError:
    number, day = purchase.receipt_number, receipt_day(parts, purchase)
    found = reading.read_receipt(_receipt_key(parts, purchase))
    if found is None:  # on the primary, but not on a majority yet
        return Conflict(f"receipt {number!r} is being recorded; send this one again")
    return ReceiptAlreadyRecorded(
        f"receipt {number!r} of {day} was recorded under another request id",
        {
            "receipt_number": number,
            "day": day,
            "entry_id": entry_id(found["account_id"], int(found["sequence"])),
        },
    )
