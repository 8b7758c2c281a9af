"""Serving gRPC: the only place in the chassis that imports grpc."""
