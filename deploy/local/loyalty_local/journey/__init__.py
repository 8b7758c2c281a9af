"""A year of real tills as purchases of the group; every decision on the data is in here."""
