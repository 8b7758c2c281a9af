"""Which tier a member has, and until when."""
