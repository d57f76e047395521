"""Three made-up municipalities, served on loopback."""
