"""Messages to commands: checked, field by field."""
