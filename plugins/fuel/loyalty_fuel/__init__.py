"""Rules of a filling station: points for volume, by grade, within a limit a day."""
