"""What the points service keeps, and how: the only mongoengine."""
