"""What is told of the journal: events as protobuf messages, in envelopes of JSON.

The only room beside `rpc` that knows the contract's messages, and of these the events only.
"""
