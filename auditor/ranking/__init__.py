"""Who stands where in a month: pure figures from results, register and basket; nothing is read or written here."""
