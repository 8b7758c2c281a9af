"""What every service stands on: mechanism, never policy. Import its modules by name."""
