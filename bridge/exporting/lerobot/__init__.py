"""Recordings as a LeRobot dataset, version 3.0: parquet tables and mp4, an episode a session."""
