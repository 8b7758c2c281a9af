"""Settings of the points service, read from LOYALTY_POINTS_* in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from loyalty_chassis.settings import BrokerUrl, Key, ServiceSettings, key_bytes
from loyalty_chassis.webhooks.addresses import AddressPolicy, parse_networks, parse_ports
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict


def _networks(text: str) -> str:
    parse_networks(text)
    return text


def _ports(text: str) -> str:
    parse_ports(text)
    return text


SERVICE = "points"
"""The service, as its relay, exchange and queues are called."""


class PointsSettings(ServiceSettings):
    """What the points service needs to know of the place it runs in."""

    model_config = SettingsConfigDict(env_prefix="LOYALTY_POINTS_", extra="forbid", frozen=True)

    journal_key: Key = Field(description="Key of the journal's hash chains; never changed")
    identity_key: Key = Field(description="Key of identities' hashes; never changed")
    broker_url: BrokerUrl = Field(
        "memory://", repr=False, description="Address of the broker; memory:// for none"
    )
    broker_quorum: bool = Field(
        default=False,
        description="Whether queues are RabbitMQ's quorum queues; fixed once they are made",
    )
    settle_seconds: float = Field(
        5,
        ge=0.1,
        le=3600,
        description="Pause of a worker before it looks again for what is due",
    )
    webhook_seconds: float = Field(
        1,
        ge=0.1,
        le=3600,
        description="Pause of a worker before it looks again for webhooks to send",
    )
    webhook_timeout_seconds: float = Field(
        10, ge=0.1, le=30, description="How long a webhook's receiver may take"
    )
    webhook_networks: Annotated[str, AfterValidator(_networks)] = Field(
        "none", description="Networks that webhooks may reach though they are not public"
    )
    webhook_ports: Annotated[str, AfterValidator(_ports)] = Field(
        "443", description="Ports that webhooks may be sent to"
    )
    webhook_http: bool = Field(
        default=False, description="Whether webhooks may be sent without encryption"
    )
    webhook_ca_file: Path | None = Field(
        None, description="Certificates that receivers' are checked with; the system's for none"
    )
    webhook_keep_days: int = Field(
        30, ge=1, le=3650, description="How long delivered webhooks are kept in the log"
    )

    @property
    def lasting_keys(self) -> Mapping[str, bytes]:
        """The keys that are never changed, by the names of their variables."""
        return {
            "LOYALTY_POINTS_REQUEST_KEY": key_bytes(self.request_key),
            "LOYALTY_POINTS_JOURNAL_KEY": key_bytes(self.journal_key),
            "LOYALTY_POINTS_IDENTITY_KEY": key_bytes(self.identity_key),
        }

    def webhook_addresses(self) -> AddressPolicy:
        """Return where webhooks may go."""
        return AddressPolicy(
            parse_networks(self.webhook_networks),
            parse_ports(self.webhook_ports),
            self.webhook_http,
        )
