"""The suite on one machine, with embedded parts: for trying out and for showing."""
