"""The points service: members, accounts and tiers; earning and spending by rules."""
