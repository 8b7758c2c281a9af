"""Running jobs beside a service, on nameko: the only nameko and eventlet of the suite.

A job is a plain function, so that what runs it can be replaced: eventlet is only kept alive.
"""
