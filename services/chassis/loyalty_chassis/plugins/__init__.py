"""The host of the rules plugins: the only place that touches pluggy."""
