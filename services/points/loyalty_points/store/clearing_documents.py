"""The documents of closed periods: written once, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

import mongoengine as me
from loyalty_chassis.storage.fields import StrictIntField


class PairTotalDocument(me.EmbeddedDocument):
    """What one party owes another."""

    debtor = me.StringField(required=True)
    creditor = me.StringField(required=True)
    points = StrictIntField(required=True)
    amount_minor = StrictIntField(required=True)


class ClearingCloseDocument(me.Document):
    """A closed period. `_id` is its number; `close_hash` signs it and the one before."""

    number = StrictIntField(primary_key=True)
    period = me.StringField(required=True)
    next_day = me.StringField(required=True)
    start_time = me.DateTimeField(required=True)
    end_time = me.DateTimeField(required=True)
    time_zone = me.StringField(required=True)
    currency_code = me.StringField()
    pairs = me.EmbeddedDocumentListField(PairTotalDocument)
    entry_count = StrictIntField(required=True)
    account_count = StrictIntField(required=True)
    heads_id = me.StringField(required=True)
    breakage = me.MapField(StrictIntField())
    close_time = me.DateTimeField(required=True)
    client_id = me.StringField(required=True)
    previous_hash = me.StringField()
    close_hash = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "clearing_closes",
        "auto_create_index": False,
        "strict": False,
        "indexes": [{"fields": ["period"]}, {"fields": ["next_day"]}],
    }


class HeadDocument(me.EmbeddedDocument):
    """Where the journal of one account stood."""

    account_id = me.StringField(required=True)
    sequence = StrictIntField(required=True)
    chain_hash = me.StringField(required=True)


class ClearingHeadsDocument(me.Document):
    """Where the journals of up to 1000 accounts stood, so that none outgrows a document.

    `_id` is `heads_id`, dash, number of the chunk. A close that failed leaves some behind,
    which no close names.
    """

    chunk_id = me.StringField(primary_key=True)
    heads_id = me.StringField(required=True)
    first_account_id = me.StringField(required=True)
    last_account_id = me.StringField(required=True)
    heads = me.EmbeddedDocumentListField(HeadDocument)
    chunk_hash = me.StringField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "clearing_heads",
        "auto_create_index": False,
        "strict": False,
        "indexes": [{"fields": ["heads_id", "first_account_id"]}],
    }
