"""Who members are, and which account is theirs."""
