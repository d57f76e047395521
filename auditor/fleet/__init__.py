"""Many services, one after the other or side by side."""
