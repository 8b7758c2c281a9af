"""MongoDB: connecting, declaring, reading and writing in transactions."""
