"""What the group publishes, and which stores are frozen."""
