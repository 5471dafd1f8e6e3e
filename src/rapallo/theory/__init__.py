"""Mathematics on arrays: random numbers, intervals, and the door to compilation."""
