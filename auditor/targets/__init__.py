"""What to audit: URLs, lists, CSV, YAML."""
