"""Context in, a distribution over timed actions out; one interface."""
