"""The public site of the monthly ranking."""
