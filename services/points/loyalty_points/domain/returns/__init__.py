"""Undoing purchases and redemptions."""
