"""Red or green: which proven findings count at the operator's gate, and which are known already. Pure functions."""
