"""Recordings in the MCAP of the Open World Agents (owa), read by its package `mcap-owa-support`."""
