"""Every document that the points service keeps: what `migrate` makes indexes for."""

from __future__ import annotations

from loyalty_chassis.events.deliveries import DeliveryDocument
from loyalty_chassis.events.inbox import InboxDocument
from loyalty_chassis.events.outbox import OutboxDocument
from loyalty_chassis.events.relay_documents import RelayDocument
from loyalty_chassis.events.subjects import SubjectDocument
from loyalty_chassis.storage.key_checks import KeyCheckDocument
from loyalty_chassis.storage.requests import RequestDocument
from loyalty_chassis.storage.schedule_documents import ScheduleDocument
from loyalty_chassis.webhooks.deliveries import WebhookDeliveryDocument
from loyalty_chassis.webhooks.subscriptions import SubscriptionDocument

from loyalty_points.store.clearing_documents import (
    ClearingCloseDocument,
    ClearingHeadsDocument,
)
from loyalty_points.store.documents import (
    AccountDocument,
    AdjustmentProposalDocument,
    BudgetDocument,
    FrozenStoreDocument,
    IdentityDocument,
    MemberDocument,
    ProgramDocument,
    PurchaseStateDocument,
)
from loyalty_points.store.entry_documents import EntryDocument
from loyalty_points.store.erasures import ErasureDocument
from loyalty_points.store.journey_documents import ReachDocument, ReachWeekDocument
from loyalty_points.store.segment_documents import SegmentDocument
from loyalty_points.store.tier_sweeps import TierSweepDocument
from loyalty_points.store.unclaimed_documents import UnclaimedPurchaseDocument

MODELS = (
    AccountDocument,
    AdjustmentProposalDocument,
    BudgetDocument,
    ClearingCloseDocument,
    ClearingHeadsDocument,
    DeliveryDocument,
    EntryDocument,
    ErasureDocument,
    FrozenStoreDocument,
    IdentityDocument,
    InboxDocument,
    KeyCheckDocument,
    MemberDocument,
    OutboxDocument,
    ProgramDocument,
    PurchaseStateDocument,
    ReachDocument,
    ReachWeekDocument,
    RelayDocument,
    RequestDocument,
    ScheduleDocument,
    SegmentDocument,
    SubjectDocument,
    SubscriptionDocument,
    TierSweepDocument,
    UnclaimedPurchaseDocument,
    WebhookDeliveryDocument,
)
