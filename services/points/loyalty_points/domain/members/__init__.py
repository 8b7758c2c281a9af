"""Members, households, and what is remembered of them."""
