"""Where the agent listens, the game dials, and both find the token: on this machine only."""

HOST = "127.0.0.1"

DEFAULT_PORT = 43_597
"""The port that the RuneLite plugin dials unless it is told another."""

DEFAULT_TOKEN_FILE = "~/.runelite/osrs-agent/token"  # noqa: S105 (where the token is, not the token)
"""The token file that the RuneLite plugin reads unless it is told another; "~" is the user's home."""
