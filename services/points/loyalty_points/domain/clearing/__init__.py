"""Who owes whom, and what the group owes its members."""
