"""History in, context out."""
