"""What points are: pure, without clock, database or network."""
