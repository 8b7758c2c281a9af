"""One command per file: read, decide, write. The only callers of store and rules."""
