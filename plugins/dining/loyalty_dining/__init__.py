"""Rules of a restaurant: the bill without tips earns, quiet hours more, within a cap per guest."""
