"""What a till reports, and what it earns and pays."""
