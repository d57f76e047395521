"""What people say of a service, on files they can fill in: sheets are written, read and checked here."""
