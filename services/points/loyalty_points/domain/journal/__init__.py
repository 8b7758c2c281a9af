"""The journal: entries, their legs, and what they add up to."""
