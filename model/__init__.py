"""Numbers: history in, a distribution over timed actions out. Knows tensors; knows no socket, screen or clock."""
