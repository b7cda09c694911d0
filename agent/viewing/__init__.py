"""A recording made visible: what was seen, done and planned, on one timeline."""
