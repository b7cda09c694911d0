"""The player: eyes and hands on the desktop, the recorder, the real-time loop, the command line."""
