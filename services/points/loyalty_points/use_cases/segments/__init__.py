"""Which segments members are in, kept by events and derived again from the journal."""
