"""Why an event was likely or not: contributions, rank, surprisal, intensities through time."""
