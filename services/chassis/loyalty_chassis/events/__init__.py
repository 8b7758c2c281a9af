"""What happened, told to whoever wants to know: outbox, relay, consumers."""
