"""Where the agent listens and the game dials: this machine only."""

HOST = "127.0.0.1"

DEFAULT_PORT = 43_597
"""The port that the RuneLite plugin dials unless it is told another."""
