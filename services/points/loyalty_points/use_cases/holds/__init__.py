"""Points set aside: placed, captured, released."""
