"""The walk: fills a form with test data and goes forward, up to the last step and never over it."""
