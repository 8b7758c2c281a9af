"""The operator's command of the loyalty suite, and the replay engine behind it."""
