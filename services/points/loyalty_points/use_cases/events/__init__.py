"""What operators see of events, and do with those that failed."""
