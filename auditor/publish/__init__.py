"""Renders results: HTML scorecards, JSON, CSV."""
