"""Undoing purchases and redemptions, and points that wait."""
