"""What follows by itself, for a member, from what happened or from time."""
