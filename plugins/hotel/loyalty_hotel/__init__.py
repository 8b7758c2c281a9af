"""Rules of a hotel: nights, spend and tiers earn; points pay for the stay, not its taxes."""
