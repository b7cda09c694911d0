"""The wire without I/O: messages, codec, framing and the session as a table."""
