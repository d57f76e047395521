"""What was seen of a service, and its bundle on disk."""
