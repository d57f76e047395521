"""A country that does not exist, as large as Germany: its municipalities, what they offer, and a year of results."""
