"""Forms with odd and with good endings, and a server that knows which request would have filed something."""
