"""The verbs of the command line, one file each: its arguments, and what they set in motion."""
