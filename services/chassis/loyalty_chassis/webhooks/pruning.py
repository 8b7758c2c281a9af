"""Deletes what is not needed any more: old deliveries, and all of deleted subscriptions."""

from __future__ import annotations

from datetime import timedelta

from loyalty_chassis.clock import Clock
from loyalty_chassis.instants import to_ms
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.storage.writes import LostRace, Write
from loyalty_chassis.webhooks import store
from loyalty_chassis.webhooks.subscriptions import SubscriptionState

BATCH = 100
GONE_AFTER = timedelta(minutes=10)
"""Whoever read a subscription before it was deleted has kept its deliveries by then."""


def prune(unit_of_work: UnitOfWork, clock: Clock, keep_days: int) -> int:
    """Delete a batch; return how much was deleted: as much as a batch where there may be more.

    That is what was delivered so many days ago. What is parked stays, until its
    subscription is deleted.
    """
    old = store.ended_deliveries(to_ms(clock() - timedelta(days=keep_days)), BATCH)
    done = _commit(unit_of_work, store.delete_deliveries(old))
    for subscription in store.read_subscriptions(SubscriptionState.DELETED):
        left = store.read_deliveries(subscription.subscription_id, None, "", BATCH)
        done += _commit(unit_of_work, store.delete_deliveries(left))
        if not left and (subscription.delete_time or clock()) <= clock() - GONE_AFTER:
            done += _commit(unit_of_work, [store.delete_subscription(subscription)])
    return done


def _commit(unit_of_work: UnitOfWork, writes: list[Write]) -> int:
    if not writes:
        return 0
    try:
        unit_of_work.commit(writes)
    except LostRace:
        return 0  # another worker does the same, or one of them is being sent: the next run
    return len(writes)
