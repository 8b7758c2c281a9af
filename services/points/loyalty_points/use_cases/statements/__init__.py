"""What happened to an account."""
