"""Settings of the points service, read from LOYALTY_POINTS_* in the environment."""

from __future__ import annotations

from loyalty_chassis.settings import Key, ServiceSettings
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class PointsSettings(ServiceSettings):
    """What the points service needs to know of the place it runs in."""

    model_config = SettingsConfigDict(env_prefix="LOYALTY_POINTS_", extra="forbid", frozen=True)

    journal_key: Key = Field(description="Key of the journal's hash chains; never changed")
    identity_key: Key = Field(description="Key of identities' hashes; never changed")
    broker_url: str = Field(
        "memory://", repr=False, description="Address of the broker; memory:// for none"
    )
    settle_seconds: float = Field(
        5,
        ge=0.1,
        le=3600,
        description="Pause of a worker before it looks again for what is due",
    )
