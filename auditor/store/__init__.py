"""Runs, services, outcomes and findings in SQL."""
