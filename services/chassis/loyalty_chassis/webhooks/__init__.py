"""Webhooks: events sent to the addresses of those who asked, signed, again and again."""
