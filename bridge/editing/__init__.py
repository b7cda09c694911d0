"""Recordings made of recordings: cut, put together, and freed of what slipped in."""
