"""Rules of a shop: a rate for each category, exclusions, a member day, a least basket."""
