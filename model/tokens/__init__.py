"""What a state shows as tokens: everything that can be pointed at or chosen, each with what it is and where it lies."""
