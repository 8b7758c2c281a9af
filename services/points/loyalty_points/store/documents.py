"""The documents of members, accounts, identities and programs.

They declare the schema and the indexes. Every unique index is `_id`, or begins with the
key that its collection shards on (account id for accounts, members and entries).
"""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.storage.fields import StrictIntField


class LotDocument(me.EmbeddedDocument):
    """An open lot; its id, the key in the map, says funder, activation, expiry, earner."""

    points = StrictIntField(required=True)
    since_ms = StrictIntField(required=True)


class LotPartDocument(me.EmbeddedDocument):
    """Points of one lot."""

    lot_id = me.StringField(required=True)
    points = StrictIntField(required=True)


class HoldDocument(me.EmbeddedDocument):
    """Points set aside; its id is the key in the map."""

    member_id = me.StringField(required=True)
    business_id = me.StringField(required=True)
    store_id = me.StringField(required=True)
    deadline_ms = StrictIntField(required=True)
    parts = me.EmbeddedDocumentListField(LotPartDocument)


class AccountDocument(me.Document):
    """Points of a member. `version` guards every change, `chain_head` the journal.

    `next_due_ms` is when a worker has something to write, so that it finds what is due;
    `next_untold_ms` the soonest expiry that was not told of, `told_ms` those that were.
    """

    account_id = me.StringField(primary_key=True)
    version = StrictIntField(required=True)
    sequence = StrictIntField(required=True)
    chain_head = me.StringField(required=True)
    record_time = me.DateTimeField(required=True)
    lots = me.MapField(me.EmbeddedDocumentField(LotDocument))
    debt = me.MapField(StrictIntField())
    holds = me.MapField(me.EmbeddedDocumentField(HoldDocument))
    next_due_ms = StrictIntField()
    forward_to = me.StringField()
    told_ms = me.ListField(StrictIntField())
    next_untold_ms = StrictIntField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "accounts",
        "auto_create_index": False,
        "strict": False,
        "indexes": [{"fields": ["next_due_ms"]}, {"fields": ["next_untold_ms"]}],
    }


class LinkedIdentityDocument(me.EmbeddedDocument):
    """An identity of a member."""

    identity_type = me.StringField(required=True)
    identity_id = me.StringField(required=True)
    link_time = me.DateTimeField(required=True)


class AttributesDocument(me.EmbeddedDocument):
    """What is known of a member: the only personal data the service keeps."""

    birthday = me.StringField()
    tags = me.ListField(me.StringField())
    home_business_id = me.StringField()


class VisitsDocument(me.EmbeddedDocument):
    """Purchases at one business."""

    purchase_count = StrictIntField(required=True)
    net_amount_minor = StrictIntField(required=True)
    first_time = me.DateTimeField(required=True)
    last_time = me.DateTimeField(required=True)


class LimitCounterDocument(me.EmbeddedDocument):
    """What was used of a limit in one window."""

    limit = me.StringField(required=True)
    window = me.StringField(required=True)
    count = StrictIntField(required=True)


class InvitationDocument(me.EmbeddedDocument):
    """A tier by an operator's word."""

    tier_id = me.StringField(required=True)
    reason = me.StringField(required=True)
    operator_id = me.StringField(required=True)
    end_time = me.DateTimeField()


class MemberDocument(me.Document):
    """A member, and what rules and limits remember.

    `tier_due_time` is when a worker has the tier to review, so that it finds who is due,
    `untold_review_time` the next review that was not looked at ahead of its time;
    `day_marks` are by which journeys find theirs.
    """

    member_id = me.StringField(primary_key=True)
    version = StrictIntField(required=True)
    enroll_time = me.DateTimeField(required=True)
    identities = me.EmbeddedDocumentListField(LinkedIdentityDocument)
    attributes = me.EmbeddedDocumentField(AttributesDocument)
    tier_id = me.StringField()
    qualifying_days = me.MapField(StrictIntField())
    visits = me.MapField(me.EmbeddedDocumentField(VisitsDocument))
    counters = me.EmbeddedDocumentListField(LimitCounterDocument)
    account_id = me.StringField()
    frozen_reason = me.StringField()
    merged_into = me.StringField()
    merged_member_ids = me.ListField(me.StringField())
    close_time = me.DateTimeField()
    has_household = me.BooleanField()
    household_member_ids = me.ListField(me.StringField())
    monthly_spend_limit = StrictIntField()
    shared_account_ids = me.ListField(me.StringField())
    spend_days = me.MapField(StrictIntField())
    invitation = me.EmbeddedDocumentField(InvitationDocument)
    earned_tier_id = me.StringField()
    tier_since_day = me.StringField()
    tier_first_day = me.StringField()
    tier_review_time = me.DateTimeField()
    tier_due_time = me.DateTimeField()
    told_review_time = me.DateTimeField()
    untold_review_time = me.DateTimeField()
    day_marks = me.ListField(me.StringField())
    segments = me.ListField(me.StringField())
    birthday_change_day = me.StringField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "members",
        "auto_create_index": False,
        "strict": False,
        "indexes": [
            {"fields": ["tier_due_time"]},
            {"fields": ["untold_review_time"]},
            {"fields": ["enroll_time"]},
            {"fields": ["day_marks"]},
        ],
    }


class IdentityDocument(me.Document):
    """Whose an identity is. `_id` is the version of the key and the keyed hash."""

    identity_id = me.StringField(primary_key=True)
    member_id = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "identities",
        "auto_create_index": False,
        "strict": False,
    }


class LineStateDocument(me.EmbeddedDocument):
    """What of a line was returned."""

    returned = StrictIntField(required=True)
    returned_quantity_milli = StrictIntField(required=True)


class ElsewhereStepDocument(me.EmbeddedDocument):
    """What came of a purchase in another account's journal."""

    version = StrictIntField(required=True)
    entry_id = me.StringField(required=True)


class PurchaseStateDocument(me.Document):
    """What came of a purchase or redemption afterwards: an aid that entries can rebuild.

    Made by the first return, confirmation or cancellation. `_id` is the entry's.
    """

    entry_id = me.StringField(primary_key=True)
    version = StrictIntField(required=True)
    lines = me.EmbeddedDocumentListField(LineStateDocument)
    pending = me.StringField()
    active_lot_ids = me.ListField(me.StringField())
    cancelled_awards = me.ListField(StrictIntField())
    elsewhere = me.EmbeddedDocumentListField(ElsewhereStepDocument)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "purchase_states",
        "auto_create_index": False,
        "strict": False,
    }


class AdjustmentDocument(me.EmbeddedDocument):
    """What was proposed, and by whom."""

    points = StrictIntField(required=True)
    funder = me.StringField(required=True)
    reason = me.StringField(required=True)
    operator_id = me.StringField(required=True)
    expire_time = me.DateTimeField()


class AdjustmentProposalDocument(me.Document):
    """An adjustment that a second operator decides on. `_id` is a ULID: in order of time."""

    proposal_id = me.StringField(primary_key=True)
    member_id = me.StringField(required=True)
    adjustment = me.EmbeddedDocumentField(AdjustmentDocument, required=True)
    propose_time = me.DateTimeField(required=True)
    propose_client_id = me.StringField(required=True)
    state = me.StringField(required=True)
    decide_time = me.DateTimeField()
    decide_client_id = me.StringField()
    decide_operator_id = me.StringField()
    entry_id = me.StringField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "adjustment_proposals",
        "auto_create_index": False,
        "strict": False,
        "indexes": [{"fields": ["state", "-proposal_id"]}],
    }


class BudgetDocument(me.Document):
    """What servers leased of a business's points of one day. `_id` is business and day."""

    budget_id = me.StringField(primary_key=True)
    leased = StrictIntField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "budgets",
        "auto_create_index": False,
        "strict": False,
    }


class FrozenStoreDocument(me.Document):
    """A store at which nothing is earned or spent. `_id` is "business|store"."""

    frozen_id = me.StringField(primary_key=True)
    business_id = me.StringField(required=True)
    store_id = me.StringField(required=True)
    reason = me.StringField(required=True)
    freeze_time = me.DateTimeField(required=True)
    client_id = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "frozen_stores",
        "auto_create_index": False,
        "strict": False,
    }


class ProgramDocument(me.Document):
    """A published program, as JSON of the domain's model: written once, read whole."""

    version = StrictIntField(primary_key=True)
    body = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "programs",
        "auto_create_index": False,
        "strict": False,
    }
