"""Settings that every service has. Read once, from the environment; wrong ones stop it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

BROKER_SCHEMES = ("amqp://", "amqps://", "memory://")
_OF_KUBERNETES = re.compile(
    r"(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.+)?)?)"
)
"""What Kubernetes sets in every container for a Service that is called as our prefix is."""


_KEY = re.compile(r"([0-9a-fA-F]{2}){32,}")


def _is_key(value: SecretStr) -> SecretStr:
    if not _KEY.fullmatch(value.get_secret_value()):
        raise ValueError("must be at least 64 hexadecimal digits, an even number")
    return value


Key = Annotated[SecretStr, AfterValidator(_is_key)]


def _is_broker(value: str) -> str:
    if not value.startswith(BROKER_SCHEMES):
        raise ValueError(f"must begin with one of {', '.join(BROKER_SCHEMES)}")
    return value


BrokerUrl = Annotated[str, AfterValidator(_is_broker)]


def key_bytes(key: SecretStr) -> bytes:
    """Return the bytes of a key given in hexadecimal."""
    return bytes.fromhex(key.get_secret_value())


class ServiceSettings(BaseSettings):
    """What a service needs to know of the place it runs in."""

    database_url: SecretStr = Field(description="MongoDB address with the database's name")
    listen: str = Field("127.0.0.1:50051", description="Address and port to serve on")
    clients_file: Path = Field(description="Path of the clients file (JSON)")
    request_key: Key = Field(
        description="Key of digests of requests and codes, of page tokens and kept secrets"
    )
    reflection: bool = Field(
        default=False, description="Whether to serve gRPC reflection; off in production"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least level that is logged"
    )
    threads: int = Field(8, ge=1, le=256, description="Calls worked on at once")
    cpu: int | None = Field(None, ge=0, description="The CPU that serving keeps to; any if unset")
    concurrent_calls_max: int = Field(
        64, ge=1, le=4096, description="Calls taken in at once; more get RESOURCE_EXHAUSTED"
    )
    stop_seconds: float = Field(
        20,
        ge=0,
        le=600,
        description="How long a stop waits for calls being served, or a worker's runs",
    )
    plugin_milliseconds_max: int = Field(
        2000, ge=10, le=10_000, description="Time that all plugins of one call have together"
    )

    @property
    def streams_max(self) -> int:
        """How many of the threads may stream long answers at once."""
        return max(1, self.threads // 2)


def unknown_settings(settings: type[BaseSettings], names: Iterable[str]) -> list[str]:
    """Say of each of the environment's names with our prefix that is no setting what may be meant.

    Upper and lower case are one, as they are where settings are read.
    """
    prefix = settings.model_config.get("env_prefix", "").upper()
    known = {name.removeprefix(prefix): name for name in _names_of(settings, prefix)}
    told = []
    for name in sorted(names):
        upper = name.upper()
        short = upper.removeprefix(prefix)
        if not upper.startswith(prefix) or short in known or _OF_KUBERNETES.fullmatch(short):
            continue
        near = get_close_matches(short, known, n=1)
        told.append(f"{name}: no such setting" + (f"; is it {known[near[0]]}?" if near else ""))
    return told


def _names_of(settings: type[BaseSettings], prefix: str) -> Iterator[str]:
    """Yield what settings are called in the environment; an alias goes without the prefix."""
    for name, field in settings.model_fields.items():
        aliases = [alias.upper() for alias in _aliases_of(field)]
        yield from aliases or [prefix + name.upper()]


def _aliases_of(field: FieldInfo) -> list[str]:
    alias = field.validation_alias
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    return [choice for choice in choices if isinstance(choice, str)]
