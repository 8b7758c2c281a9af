"""What every use case works with, put together once by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty_chassis.clock import Clock
from loyalty_chassis.page_tokens import PageTokens
from loyalty_chassis.storage.requests import RequestLog
from loyalty_chassis.storage.transactions import UnitOfWork
from loyalty_chassis.webhooks.addresses import AddressPolicy
from loyalty_chassis.webhooks.signing import SecretBox

from loyalty_points.use_cases.identifying import IdentityHasher
from loyalty_points.use_cases.programs.frozen_store_book import FrozenStoreBook
from loyalty_points.use_cases.programs.program_book import ProgramBook
from loyalty_points.use_cases.purchases.budget_leases import BudgetLeases
from loyalty_points.use_cases.purchases.claim_codes import ClaimCodes


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running points service."""

    unit_of_work: UnitOfWork
    requests: RequestLog
    book: ProgramBook
    identities: IdentityHasher
    page_tokens: PageTokens
    journal_key: bytes
    clock: Clock
    budgets: BudgetLeases
    frozen_stores: FrozenStoreBook
    claim_codes: ClaimCodes
    webhook_secrets: SecretBox
    webhook_addresses: AddressPolicy
