"""The names of what is declared at the broker."""

from __future__ import annotations

from kombu import Exchange


def events_exchange(service: str) -> Exchange:
    """Return the exchange to which the events of a service go, by their type."""
    return Exchange(f"{service}.events", type="topic", durable=True)
