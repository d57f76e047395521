"""Pure functions from evidence to observations, one module per chapter."""
