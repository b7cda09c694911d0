"""Whether a recording can be trusted: what is missing or wrong in it, and where."""
