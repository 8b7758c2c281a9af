"""What the group has published, and what holds for it."""
