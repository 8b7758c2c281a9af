"""Who owes whom for a period, and what members hold."""
