"""The state features by what they are about: each module names its features and computes them."""
