"""The record of what crossed: one MCAP file a session."""
