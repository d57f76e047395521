"""Loads and validates the rules."""
