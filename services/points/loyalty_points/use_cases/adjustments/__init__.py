"""Points given or taken by hand."""
