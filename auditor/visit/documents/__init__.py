"""Documents linked as the way to apply: fetched with caps, opened in a child process that may come to harm alone.

The child imports this package too, so nothing is imported here.
"""
