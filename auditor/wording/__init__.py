"""How German authorities word things: normalised text and the tables of rules/wording."""
