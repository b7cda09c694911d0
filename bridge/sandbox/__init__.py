"""The embedded tick game in the manner of the fixed 765x503 client."""
