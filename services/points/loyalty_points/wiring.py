"""Builds the parts of the service from its settings, for `serve` and `work` alike."""

from __future__ import annotations

from loyalty_chassis.clock import Clock, system_clock
from loyalty_chassis.page_tokens import PageTokens
from loyalty_chassis.plugins.registry import PluginRegistry
from loyalty_chassis.plugins.time_limit import Limit, PluginTime, TimeLimit
from loyalty_chassis.settings import key_bytes
from loyalty_chassis.storage.connection import connect
from loyalty_chassis.storage.requests import RequestLog
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.webhooks.signing import SecretBox

from loyalty_points.rules import RulesCompiler
from loyalty_points.settings import PointsSettings
from loyalty_points.use_cases.identifying import IdentityHasher
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs.frozen_store_book import FrozenStoreBook
from loyalty_points.use_cases.programs.program_book import ProgramBook
from loyalty_points.use_cases.purchases.budget_leases import BudgetLeases
from loyalty_points.use_cases.purchases.claim_codes import ClaimCodes

POOL_SPARE = 8
"""Connections beside those of the calls: for background work and audits."""


def build_parts(
    settings: PointsSettings,
    registry: PluginRegistry,
    clock: Clock = system_clock,
    limit: Limit | None = None,
) -> Parts:
    """Return the parts of a service, connected to its database.

    `limit` is what plugins run in; on threads of the standard library where None.
    """
    client = connect(settings.database_url.get_secret_value(), settings.threads + POOL_SPARE)
    time = PluginTime(limit or TimeLimit(settings.threads), settings.plugin_milliseconds_max / 1000)
    request_key = key_bytes(settings.request_key)
    unit_of_work = UnitOfWork(client)
    return Parts(
        unit_of_work=unit_of_work,
        requests=RequestLog(request_key, unit_of_work),
        book=ProgramBook(RulesCompiler(registry, time)),
        identities=IdentityHasher(key_bytes(settings.identity_key)),
        page_tokens=PageTokens(request_key),
        journal_key=key_bytes(settings.journal_key),
        clock=clock,
        frozen_stores=FrozenStoreBook(),
        budgets=BudgetLeases(unit_of_work),
        claim_codes=ClaimCodes(request_key),
        webhook_secrets=SecretBox(request_key),
        webhook_addresses=settings.webhook_addresses(),
    )
