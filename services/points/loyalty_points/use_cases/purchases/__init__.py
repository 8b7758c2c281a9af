"""What a purchase earns and burns."""
