"""What came of it, to messages."""
