"""The document of a journal entry: one for each line of the journal, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.events.marks import INDEX as MARKS
from loyalty_chassis.storage.fields import StrictIntField

from loyalty_points.store.documents import InvitationDocument, LotPartDocument


class LineDocument(me.EmbeddedDocument):
    """One line of a purchase."""

    line_id = me.StringField(required=True)
    sku = me.StringField()
    category = me.StringField(required=True)
    quantity_milli = StrictIntField(required=True)
    gross_amount_minor = StrictIntField(required=True)
    discount_amount_minor = StrictIntField(required=True)
    net_amount_minor = StrictIntField(required=True)


class PaymentDocument(me.EmbeddedDocument):
    """One means of payment."""

    method = me.StringField(required=True)
    amount_minor = StrictIntField(required=True)


class PurchaseDocument(me.EmbeddedDocument):
    """The purchase: there is no second record of it."""

    business_id = me.StringField(required=True)
    store_id = me.StringField(required=True)
    channel = me.StringField(required=True)
    receipt_number = me.StringField(required=True)
    purchase_time = me.DateTimeField(required=True)
    currency_code = me.StringField(required=True)
    total_amount_minor = StrictIntField(required=True)
    lines = me.EmbeddedDocumentListField(LineDocument)
    payments = me.EmbeddedDocumentListField(PaymentDocument)
    attributes = me.ListField(me.ListField(me.StringField()))


class SeenVisitsDocument(me.EmbeddedDocument):
    """Visits that rules saw."""

    business_id = me.StringField(required=True)
    purchase_count = StrictIntField(required=True)
    net_amount_minor = StrictIntField(required=True)
    first_time = me.DateTimeField(required=True)
    last_time = me.DateTimeField(required=True)


class SeenDocument(me.EmbeddedDocument):
    """What rules saw of the member. Not signed, so that it can be erased."""

    salt = me.StringField(required=True)
    tier_id = me.StringField()
    tags = me.ListField(me.StringField())
    home_business_id = me.StringField()
    is_birthday = me.BooleanField()
    is_birthday_month = me.BooleanField()
    visits = me.EmbeddedDocumentListField(SeenVisitsDocument)
    tier_benefits = me.ListField(me.StringField())
    segments = me.ListField(me.StringField())


class AwardDocument(me.EmbeddedDocument):
    """What one rule gave."""

    plugin = me.StringField(required=True)
    rule_id = me.StringField(required=True)
    reason = me.StringField(required=True)
    points = StrictIntField(required=True)
    qualifying_points = StrictIntField(required=True)
    requested_points = StrictIntField(required=True)
    limited_by = me.StringField()
    funder = me.StringField(required=True)
    lot_id = me.StringField()
    expire_time = me.DateTimeField()
    born_expired = me.BooleanField()
    line_points = me.ListField(StrictIntField())
    line_qualifying_points = me.ListField(StrictIntField())
    waiting_expiry = me.StringField()


class LinePaidDocument(me.EmbeddedDocument):
    """Points of a lot that paid for a line."""

    line = StrictIntField(required=True)
    lot_id = me.StringField(required=True)
    points = StrictIntField(required=True)


class BurnDocument(me.EmbeddedDocument):
    """What was spent."""

    points = StrictIntField(required=True)
    amount_minor = StrictIntField(required=True)
    plugin = me.StringField()
    rule_id = me.StringField()
    reason = me.StringField()
    line_amounts_minor = me.ListField(StrictIntField())
    lines_paid = me.EmbeddedDocumentListField(LinePaidDocument)


class LotChangeDocument(me.EmbeddedDocument):
    """Points put in a lot or taken out."""

    lot_id = me.StringField(required=True)
    points = StrictIntField(required=True)
    since_ms = StrictIntField(required=True)


class DebtChangeDocument(me.EmbeddedDocument):
    """Debt made or repaid."""

    funder = me.StringField(required=True)
    payer = me.StringField(required=True)
    points = StrictIntField(required=True)


class PostingDocument(me.EmbeddedDocument):
    """One leg."""

    ledger_account = me.StringField(required=True)
    points = StrictIntField(required=True)
    currency = me.StringField(required=True)


class BalanceDocument(me.EmbeddedDocument):
    """The account after the entry."""

    available_points = StrictIntField(required=True)
    pending_points = StrictIntField(required=True)
    held_points = StrictIntField(required=True)
    debt_points = StrictIntField(required=True)
    due_points = StrictIntField(required=True)


class HoldRecordDocument(me.EmbeddedDocument):
    """The hold that an entry is about."""

    hold_id = me.StringField(required=True)
    deadline_time = me.DateTimeField(required=True)
    parts = me.EmbeddedDocumentListField(LotPartDocument)


class ReturnedLineDocument(me.EmbeddedDocument):
    """What of a line a reversal returned, and what all so far did."""

    line_id = me.StringField(required=True)
    amount_minor = StrictIntField(required=True)
    quantity_milli = StrictIntField(required=True)
    paid_amount_minor = StrictIntField(required=True)
    returned = StrictIntField(required=True)
    returned_quantity_milli = StrictIntField(required=True)


class ReturnedAwardDocument(me.EmbeddedDocument):
    """What a reversal took back of an award."""

    award = StrictIntField(required=True)
    funder = me.StringField(required=True)
    points = StrictIntField(required=True)
    qualifying_points = StrictIntField(required=True)


class ReversalDocument(me.EmbeddedDocument):
    """What a reversal undid."""

    entry_id = me.StringField(required=True)
    is_void = me.BooleanField()
    is_complete = me.BooleanField()
    lines = me.EmbeddedDocumentListField(ReturnedLineDocument)
    awards = me.EmbeddedDocumentListField(ReturnedAwardDocument)
    restored_points = StrictIntField(required=True)
    restored_available_points = StrictIntField(required=True)
    restored_expired_points = StrictIntField(required=True)
    clawed_back_points = StrictIntField(required=True)
    clawed_back_pending_points = StrictIntField(required=True)
    clawed_back_available_points = StrictIntField(required=True)
    clawed_back_debt_points = StrictIntField(required=True)
    currency_code = me.StringField()


class OwedDocument(me.EmbeddedDocument):
    """What one party owes another."""

    debtor = me.StringField(required=True)
    creditor = me.StringField(required=True)
    points = StrictIntField(required=True)


class MovedHoldDocument(me.EmbeddedDocument):
    """A hold that moved with a merge, or ended with a close."""

    hold_id = me.StringField(required=True)
    member_id = me.StringField(required=True)
    business_id = me.StringField(required=True)
    store_id = me.StringField(required=True)
    deadline_ms = StrictIntField(required=True)
    parts = me.EmbeddedDocumentListField(LotPartDocument)


class MergedMemberDocument(me.EmbeddedDocument):
    """The other member of a merge, and what went along."""

    member_id = me.StringField(required=True)
    identity_count = StrictIntField(required=True)
    visits = me.EmbeddedDocumentListField(SeenVisitsDocument)
    frozen_reason = me.StringField()


class EntryDocument(me.Document):
    """A journal entry.

    `chain_hash` signs all the rest, the hash before it included, but of `seen` only
    `seen_hash`, and not `unpublished_ms`: the record time in milliseconds, as long as the
    entry's events are not published.
    """

    entry_id = me.StringField(primary_key=True)
    account_id = me.StringField(required=True)
    member_id = me.StringField(required=True)
    sequence = StrictIntField(required=True)
    kind = me.StringField(required=True)
    request_id = me.StringField(required=True)
    client_id = me.StringField(required=True)
    business_id = me.StringField()
    store_id = me.StringField()
    event_time = me.DateTimeField(required=True)
    record_time = me.DateTimeField(required=True)
    earned_points = StrictIntField(required=True)
    burned_points = StrictIntField(required=True)
    qualifying_points = StrictIntField(required=True)
    purchase = me.EmbeddedDocumentField(PurchaseDocument)
    seen = me.EmbeddedDocumentField(SeenDocument)
    awards = me.EmbeddedDocumentListField(AwardDocument)
    burn = me.EmbeddedDocumentField(BurnDocument)
    lot_changes = me.EmbeddedDocumentListField(LotChangeDocument)
    debt_changes = me.EmbeddedDocumentListField(DebtChangeDocument)
    postings = me.EmbeddedDocumentListField(PostingDocument)
    balance_after = me.EmbeddedDocumentField(BalanceDocument, required=True)
    program_version = StrictIntField(required=True)
    plugins = me.ListField(me.StringField())
    reason = me.StringField()
    reference = me.StringField()
    tier_id = me.StringField()
    previous_hash = me.StringField(required=True)
    seen_hash = me.StringField(required=True)
    chain_hash = me.StringField(required=True)
    hold = me.EmbeddedDocumentField(HoldRecordDocument)
    reversal = me.EmbeddedDocumentField(ReversalDocument)
    owed = me.EmbeddedDocumentListField(OwedDocument)
    price_version = StrictIntField(required=True)
    counterpart = me.StringField()
    operator_id = me.StringField()
    approver_id = me.StringField()
    holds = me.EmbeddedDocumentListField(MovedHoldDocument)
    merged = me.EmbeddedDocumentField(MergedMemberDocument)
    moved_points = StrictIntField(required=True)
    total_points = StrictIntField(required=True)
    invitation = me.EmbeddedDocumentField(InvitationDocument)
    monthly_spend_limit = StrictIntField()
    tier_before = me.StringField()
    unpublished_ms = StrictIntField()
    traceparent = me.StringField()
    """The trace context of the call, where it had one: for the events, and not signed either."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "entries",
        "auto_create_index": False,
        "strict": False,
        "indexes": [
            {"fields": ["account_id", "-sequence"], "unique": True},
            {"fields": ["record_time"]},
            # For statements: an account's entries of a period. Rising, and asked for by $gte and
            # $lt: the embedded database leaves out equal ones of $lte here, and of $gte where
            # it falls.
            {"fields": ["account_id", "record_time", "sequence"]},
            {"fields": ["business_id", "record_time"]},  # for exports of one business
            MARKS,  # for the relay: as large as what is still to be published
        ],
    }
