"""Tells members ahead of what is to come."""
