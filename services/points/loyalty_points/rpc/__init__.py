"""Messages to domain and back: the only grpc of the service."""
