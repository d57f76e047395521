"""Outcomes, score, coverage and completion of one service."""
