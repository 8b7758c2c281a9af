"""Proves accounts, members and closes again from entries as stored."""
