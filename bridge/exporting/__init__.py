"""Recordings in the formats of other tools; docs/exporting.md is the same in prose."""
