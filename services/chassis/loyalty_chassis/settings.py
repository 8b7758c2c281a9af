"""Settings that every service has. Read once, from the environment; wrong ones stop it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings


def _is_key(value: SecretStr) -> SecretStr:
    if len(bytes.fromhex(value.get_secret_value())) < 32:
        raise ValueError("must be at least 64 hexadecimal digits (32 bytes)")
    return value


Key = Annotated[SecretStr, AfterValidator(_is_key)]


def key_bytes(key: SecretStr) -> bytes:
    """Return the bytes of a key given in hexadecimal."""
    return bytes.fromhex(key.get_secret_value())


class ServiceSettings(BaseSettings):
    """What a service needs to know of the place it runs in."""

    database_url: SecretStr = Field(description="MongoDB address with the database's name")
    listen: str = Field("127.0.0.1:50051", description="Address and port to serve on")
    clients_file: Path = Field(description="Path of the clients file (JSON)")
    request_key: Key = Field(description="Key of request digests and page tokens")
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
        20, ge=0, le=600, description="How long a stop waits for calls being served"
    )
    plugin_milliseconds_max: int = Field(
        2000, ge=10, le=10_000, description="Time that all plugins of one call have together"
    )

    @property
    def streams_max(self) -> int:
        """How many of the threads may stream long answers at once."""
        return max(1, self.threads // 2)
