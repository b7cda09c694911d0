"""Ways that a game reaches the agent: a loopback socket, or a recording that speaks as a game."""
