"""The points service's work in the background."""
