"""Whom journeys reach, when, and what they do."""
